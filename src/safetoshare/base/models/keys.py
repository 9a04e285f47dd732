"""Units, their key pairs, and the wraps by which members reach them. Private halves lie here only wrapped."""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models

from safetoshare.base.models.accounts import Account


class UnitPurpose(StrEnum):
    """What a unit is there for."""

    SAFEGUARDING = "safeguarding"
    DATA_PROTECTION = "data_protection"
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


class MemberKey(models.Model):
    """A member's own key pair; the private half is sealed under passphrase and pepper."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True, related_name="key")
    public = models.BinaryField()
    salt = models.BinaryField()
    sealed_private = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.account_id}"


class UnitKeyWrap(models.Model):
    """A unit key's private half, wrapped to one member's public key."""

    unit_key = models.ForeignKey(UnitKey, on_delete=models.CASCADE, related_name="wraps")
    member = models.ForeignKey(MemberKey, on_delete=models.CASCADE, related_name="wraps")
    wrapped = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(name="one_wrap_a_member_and_key", fields=["unit_key", "member"]),)

    def __str__(self) -> str:
        return f"wrap of {self.unit_key_id} to {self.member_id}"
