"""What `sharing` reads, inside a unit of work that is open already."""
