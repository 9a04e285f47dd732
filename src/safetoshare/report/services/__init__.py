"""Verbs that write: a report, a message each way, and that somebody has taken a report on."""
