"""Verbs that write the directory."""
