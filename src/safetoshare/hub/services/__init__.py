"""The verbs of `hub` that write."""
