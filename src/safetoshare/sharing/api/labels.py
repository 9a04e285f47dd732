"""What values of the policy's vocabulary are called in the language of the page, for the other parts."""

from __future__ import annotations

from safetoshare.sharing.labels import ATTRIBUTES, EFFECTS, OBLIGATIONS, VALUES, value_name

__all__ = ["ATTRIBUTES", "EFFECTS", "OBLIGATIONS", "VALUES", "value_name"]
