"""Reads: reports that wait, a reporter's own mailbox, and what travels between her pages."""
