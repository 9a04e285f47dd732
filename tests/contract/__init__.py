"""Who may import whom, and proof that each of these rules bites."""
