"""Staff and partner accounts. There is no password here: the passphrase opens keys and is stored nowhere."""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.base.permissions import Realm, Role


class Account(models.Model):
    """One person who signs in, with one role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60, unique=True)
    realm = models.CharField(max_length=10)
    role = models.CharField(max_length=40)
    # The organisation of the directory for which a partner works; nobody of the force has one.
    organisation = models.UUIDField(null=True, default=None)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    # Changing it ends every session of the account.
    session_stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    # The secret behind the one-time codes, sealed under the key file `one-time-codes`.
    sealed_code_secret = models.BinaryField()
    # The time step of the last code used: no code works twice.
    last_code_step = models.BigIntegerField(default=0)
    # Which browser's form used it, as a keyed hash: the same form, pressed twice, signs in once.
    last_code_form = models.CharField(max_length=64, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="account_realm_is_known", condition=models.Q(realm__in=[known.value for known in Realm])
            ),
            models.CheckConstraint(
                name="account_role_is_known", condition=models.Q(role__in=[known.value for known in Role])
            ),
        )

    def __str__(self) -> str:
        return f"account {self.id}"
