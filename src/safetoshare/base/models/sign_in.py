"""Wrong tries at signing in."""

from __future__ import annotations

from django.db import models


class SignInTries(models.Model):
    """Wrong tries in a row at one name and door, whether or not an account has that name.

    Were they counted for accounts only, a wait would tell which names exist. The name stands here as a keyed hash:
    people type a passphrase or a code into the wrong box.
    """

    name_hash = models.CharField(primary_key=True, max_length=64)
    failures = models.PositiveIntegerField()
    next_try_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.failures} wrong tries"
