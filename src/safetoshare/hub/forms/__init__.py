"""The forms of `hub`: one file for each kind of work."""
