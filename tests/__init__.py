"""The test house: `python -m tests` runs every suite and prints one table."""
