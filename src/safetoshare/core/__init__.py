"""The rules of the house, pure: no framework, no input or output but its own package data, time is passed in."""
