"""The only door to `sharing` for other parts."""
