"""Tests of accounts: who signs in, and how."""
