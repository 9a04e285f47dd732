"""What a body without an account here was given: opened by an address and a code that was told by telephone."""

from __future__ import annotations

import uuid
from typing import Final

from django.db import models

from safetoshare.base.models.sealed import SealedColumns
from safetoshare.core.vault import Place

TRIES: Final = 5


class Letter(SealedColumns):
    """A package for whoever holds its address and its code. `unit_key` is the letter itself, which no unit opens.

    Its private key is sealed under the code (argon2id) and a secret of the installation: neither stands here.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    # What its address finds it by: a keyed hash.
    look_up = models.BinaryField(unique=True)
    salt = models.BinaryField()
    sealed_private = models.BinaryField()
    tries_left = models.PositiveSmallIntegerField(default=TRIES)
    expires_on = models.DateField()
    opened_on = models.DateField(null=True, default=None)

    class Meta:
        constraints = (
            models.CheckConstraint(name="letter_has_a_few_tries", condition=models.Q(tries_left__lte=TRIES)),
        )

    def __str__(self) -> str:
        return f"letter {self.id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return self.place(self.id)

    @staticmethod
    def place(letter: uuid.UUID) -> Place:
        """Return the place to which a letter's package is sealed."""
        return Place(letter, "sharing_letter", "fields", 1)

    @staticmethod
    def place_of_key(letter: uuid.UUID) -> Place:
        """Return the place to which a letter's private key is sealed."""
        return Place(letter, "sharing_letter", "private", 1)
