"""Tests of the unwrapper, and the ways to run one in a test."""
