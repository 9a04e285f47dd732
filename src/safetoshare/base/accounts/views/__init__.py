"""Pages about accounts: the doors, joining, one's own account, people, and the list of keys."""
