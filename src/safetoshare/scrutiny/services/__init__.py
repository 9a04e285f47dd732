"""Verbs that write the register: enter a report with its recommendations, enter a response to it."""
