"""The pages of `hub`."""
