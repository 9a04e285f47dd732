"""Tests of what all parts stand on, and the synthetic people that several of them need."""
