"""The reads of `hub`, each called inside a unit of work."""
