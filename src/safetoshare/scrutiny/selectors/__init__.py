"""Reads of the register, for any day, and of the evidence that other parts offer."""
