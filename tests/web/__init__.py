"""Tests of the shell, and the tree of a page that several of them compare."""
