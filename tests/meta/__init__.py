"""Tests of the repository itself: its files, its two commands and its test run."""
