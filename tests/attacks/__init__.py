"""Attacks, generated from the house's own addresses and forms where that is possible, so that a new page is covered."""
