"""Tests of the tables that all parts stand on."""
