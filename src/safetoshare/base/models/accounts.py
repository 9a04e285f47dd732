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
    # Not yet: invited, and has not joined. No longer: has left, on the day below.
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(null=True, default=None)
    # Grows with each change of role or standing: who changes it says which version was seen.
    version = models.PositiveIntegerField(default=1)
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


class Invitation(models.Model):
    """A code, told in person, with which an account is joined, or its one-time codes and key are begun anew.

    Until it is used, whatever the account had goes on: an invitation in wrong hands takes nothing away.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="invitation")
    code_hash = models.CharField(max_length=64)
    expires_on = models.DateField()
    made_by = models.UUIDField()
    # The secret of the new one-time codes, sealed; it replaces the account's own once a code of it was typed.
    sealed_code_secret = models.BinaryField()

    def __str__(self) -> str:
        return f"invitation of {self.account_id}"


class RecoveryCode(models.Model):
    """A code on paper, used once in place of the authenticator's, as a keyed hash."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    used_on = models.DateField(null=True, default=None)

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class KnownBrowser(models.Model):
    """A browser in which somebody signed in to an account before: its wrong tries are counted apart."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="known_browsers")
    token_hash = models.CharField(max_length=64)
    last_used_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_known_browser", fields=["account", "token_hash"]),)

    def __str__(self) -> str:
        return f"browser known to {self.account_id}"


class OpenSession(models.Model):
    """A session of an account, so that its holder can see and end it. The key is that of the session's row."""

    row_key = models.CharField(max_length=40, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="open_sessions")
    opened_on = models.DateField()
    last_used_on = models.DateField()

    def __str__(self) -> str:
        return f"session of {self.account_id}"
