"""The columns in which a group of fields stands sealed."""

from __future__ import annotations

from typing import Any

from django.db import models

from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import Place, Sealed, Wrapped


class SealedColumns(models.Model):
    """A group of fields sealed with a data key of its own, the wrap of that key, and the key it was wrapped to.

    `unit_key` is the identifier of a unit's key or, where a mailbox can open it, of the mailbox.
    """

    unit_key = models.UUIDField()
    wrapped = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        abstract = True

    @staticmethod
    def columns(value: SealedValue) -> dict[str, Any]:
        """Return the columns' values for a sealed value."""
        return {"unit_key": value.unit_key, "wrapped": value.wrapped, "sealed": value.sealed}

    def sealed_place(self) -> Place:
        """Return the place to which this row's group is sealed: whoever wraps its key anew asks for it."""
        raise NotImplementedError

    def at(self, place: Place) -> SealedValue:
        """Return the sealed value, which opens at the place that it was sealed for and at no other."""
        return SealedValue(place, self.unit_key, Wrapped(bytes(self.wrapped)), Sealed(bytes(self.sealed)))
