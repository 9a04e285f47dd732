"""What the tests of faults share with those of `base`."""

from __future__ import annotations

from tests.base.conftest import unwrapper

__all__ = ["unwrapper"]
