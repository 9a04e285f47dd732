"""What the public sees of scrutiny."""
