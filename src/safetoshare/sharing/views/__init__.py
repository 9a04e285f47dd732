"""The pages of `sharing`."""
