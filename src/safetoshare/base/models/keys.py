"""Units, their key pairs, and the wraps by which members and recovery holders reach them.

Private halves lie here only wrapped. Which public keys count is said by the signed key list alone (`core.key_list`).
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models

from safetoshare.base.models.accounts import Account


class UnitPurpose(StrEnum):
    """What a unit is there for."""

    SAFEGUARDING = "safeguarding"
    DATA_PROTECTION = "data_protection"
    # Ranks that decide what the policy leaves to them: they read what they are asked, and nothing else of a case.
    DECISIONS = "decisions"
    # Whoever is there at night: the reports that say danger now and whose person allowed it, and nothing else.
    DUTY = "duty"
    ORGANISATION = "organisation"


class KeyKind(StrEnum):
    """Ordinary, or restricted: immigration facts, safe contact, and who was asked or told."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"


class KeyState(StrEnum):
    """A current key seals; a retired one only opens what was sealed before."""

    CURRENT = "current"
    RETIRED = "retired"


class Unit(models.Model):
    """A team to whose public keys records are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(max_length=20)
    # For a unit of this purpose alone: the organisation of the directory whose workers it is made of.
    organisation = models.UUIDField(null=True, unique=True, default=None)
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="unit_purpose_is_known", condition=models.Q(purpose__in=[known.value for known in UnitPurpose])
            ),
            models.CheckConstraint(
                name="unit_of_an_organisation_names_it",
                condition=models.Q(purpose=UnitPurpose.ORGANISATION.value, organisation__isnull=False)
                | (~models.Q(purpose=UnitPurpose.ORGANISATION.value) & models.Q(organisation__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return self.name


class UnitKey(models.Model):
    """One key pair of a unit: the public half. The private half is wrapped to members, see `UnitKeyWrap`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="keys")
    kind = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=KeyState.CURRENT.value)
    public = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="unit_key_kind_is_known", condition=models.Q(kind__in=[known.value for known in KeyKind])
            ),
            models.CheckConstraint(
                name="unit_key_state_is_known", condition=models.Q(state__in=[known.value for known in KeyState])
            ),
            models.UniqueConstraint(
                name="one_current_key_of_a_kind",
                fields=["unit", "kind"],
                condition=models.Q(state=KeyState.CURRENT.value),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} key {self.id}"


class MemberKeyState(StrEnum):
    """A pending key opens nothing until two members have signed a key list with it; then it replaces the one before."""

    PENDING = "pending"
    CURRENT = "current"


class MemberKey(models.Model):
    """A member's key pairs for opening and for signing; their private halves are sealed under passphrase and pepper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="keys")
    state = models.CharField(max_length=10, default=MemberKeyState.CURRENT.value)
    public = models.BinaryField()
    # The key that verifies what the member signs, as `core.ledger.note` writes one.
    verifier = models.CharField(max_length=200)
    salt = models.BinaryField()
    sealed_private = models.BinaryField()
    sealed_signing = models.BinaryField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="member_key_state_is_known",
                condition=models.Q(state__in=[known.value for known in MemberKeyState]),
            ),
            models.UniqueConstraint(name="one_member_key_of_a_state", fields=["account", "state"]),
        )

    def __str__(self) -> str:
        return f"key {self.id} of {self.account_id}"


class UnitKeyWrap(models.Model):
    """A unit key's private half, wrapped to one member's public key."""

    unit_key = models.ForeignKey(UnitKey, on_delete=models.CASCADE, related_name="wraps")
    member = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="wraps")
    wrapped = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_wrap_a_member_and_key", fields=["unit_key", "member"]),)

    def __str__(self) -> str:
        return f"wrap of {self.unit_key_id} to {self.member_id}"


class RecoveryWrap(models.Model):
    """A unit key's private half, wrapped to one recovery holder's key and then to another's: it takes both."""

    unit_key = models.ForeignKey(UnitKey, on_delete=models.CASCADE, related_name="recovery_wraps")
    inner = models.PositiveSmallIntegerField()
    outer = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="one_wrap_a_pair_of_holders", fields=["unit_key", "inner", "outer"]),
            models.CheckConstraint(
                name="recovery_takes_two_holders", condition=models.Q(inner__gte=1, outer__gt=models.F("inner"))
            ),
        )

    def __str__(self) -> str:
        return f"recovery wrap of {self.unit_key_id} to holders {self.inner} and {self.outer}"


class SignedKeyList(models.Model):
    """One key list in force, signed by two (`core.key_list`). Kept for ever: each names the one before."""

    number = models.PositiveIntegerField(primary_key=True)
    note = models.TextField()

    def __str__(self) -> str:
        return f"key list {self.number}"


class ProposedKeyList(models.Model):
    """A key list that waits for its second signature. The first to be complete is in force, any other is too late."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField()
    proposed_by = models.UUIDField()
    proposed_on = models.DateField()

    def __str__(self) -> str:
        return f"proposed key list {self.id}"


class KeyListSignature(models.Model):
    """One member's signature on a proposed key list: the line as it stands in a signed note."""

    proposal = models.ForeignKey(ProposedKeyList, on_delete=models.CASCADE, related_name="signatures")
    account = models.UUIDField()
    line = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(name="one_signature_a_member", fields=["proposal", "account"]),)

    def __str__(self) -> str:
        return f"signature of {self.account} on {self.proposal_id}"
