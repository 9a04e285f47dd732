"""Safe to Share: safe reporting for people with insecure immigration status, and the scrutiny of it."""

__version__ = "0.1.0"
