"""Forms of staff and partners that were carried out: each is carried out once."""

from __future__ import annotations

from django.db import models


class UsedForm(models.Model):
    """The nonce of a form that was carried out, as a hash, with the day: it is kept for two days."""

    nonce_hash = models.CharField(primary_key=True, max_length=64)
    on = models.DateField()

    def __str__(self) -> str:
        return "a form that was carried out"
