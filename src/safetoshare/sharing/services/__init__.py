"""What `sharing` writes, one unit of work a verb."""
