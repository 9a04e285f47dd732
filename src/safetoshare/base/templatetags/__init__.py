"""Template tags of `base`."""
