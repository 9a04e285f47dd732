"""Versions of the sharing policy, what was proved of each, who signed it, and which body adopted it (Recs 1 and 4(a)).

The file itself, byte for byte, stands in its version's row: a promise rests on these very bytes, whose hash is public.
None of it is about a person whom a report is about; `officer_role` is a rank and never a name.
"""

from __future__ import annotations

import uuid

from django.db import models


class PolicyVersion(models.Model):
    """One immutable version: its file and the claims that were to be proved of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The name that the file gives itself, such as `model-firewall`.
    name = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64, unique=True)
    in_force_from = models.DateField()
    # The file's own name, for messages and downloads.
    document = models.CharField(max_length=120)
    content = models.BinaryField()
    claims_content = models.BinaryField()
    claims_sha256 = models.CharField(max_length=64)
    # The account that loaded it, which never signs it.
    loaded_by = models.UUIDField()
    loaded_on = models.DateField()

    def __str__(self) -> str:
        return f"policy version {self.sha256[:12]}"


class ProofResult(models.Model):
    """What the prover found of one claim, over every request that there can be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="results")
    # The place in the claims' file: pages keep its order.
    position = models.PositiveSmallIntegerField()
    claim = models.CharField(max_length=80)
    holds = models.BooleanField()
    violations = models.DecimalField(max_digits=30, decimal_places=0)
    # A sentence in English and the request of it; empty where the claim holds.
    counterexample = models.TextField(default="", blank=True)
    request = models.JSONField(default=dict)
    proved_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="proof_one_result_a_claim", fields=("version", "claim")),
            models.CheckConstraint(
                name="proof_holds_without_violations",
                condition=models.Q(holds=False) | models.Q(violations=0, counterexample=""),
            ),
        )

    def __str__(self) -> str:
        return f"proof of {self.claim}"


class Signature(models.Model):
    """One person's yes to exactly what changes: these bytes, these claims, and the difference to what was in force.

    It is a row and no cryptographic proof. All hashes are computed anew when it is counted: if any of them is another
    by then, it counts no longer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="signatures")
    signer = models.UUIDField()
    # The number of the adoption whose place the version is to take, 0 if there is none: it counts for that one alone.
    replaces_number = models.PositiveIntegerField()
    signed_on = models.DateField()
    withdrawn_on = models.DateField(null=True, default=None)
    version_sha256 = models.CharField(max_length=64)
    claims_sha256 = models.CharField(max_length=64)
    # The file of the version adopted before; empty if there was none.
    replaces_sha256 = models.CharField(max_length=64, default="", blank=True)
    difference_sha256 = models.CharField(max_length=64)
    # Of what the Home Office is newly told; empty if it is told nothing more.
    home_office_sha256 = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="signature_one_a_person",
                fields=(
                    *("version", "signer", "replaces_number"),
                    *("claims_sha256", "difference_sha256", "home_office_sha256"),
                ),
                condition=models.Q(withdrawn_on=None),
            ),
        )

    def __str__(self) -> str:
        return f"signature of {self.signed_on}"


class Adoption(models.Model):
    """A body took a version as its own rule: who, by what document, from when, and when it looks at it again.

    `number` counts adoptions from 1: each takes the place of the one before, and two at once cannot both be recorded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="adoptions")
    replaces_sha256 = models.CharField(max_length=64, default="", blank=True)
    body = models.CharField(max_length=200)
    officer_role = models.CharField(max_length=120)
    adopted_on = models.DateField()
    recorded_on = models.DateField()
    in_effect_on = models.DateField()
    document = models.CharField(max_length=300)
    review_on = models.DateField()
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="adoption_takes_effect_afterwards",
                condition=models.Q(in_effect_on__gte=models.F("adopted_on")),
            ),
            models.CheckConstraint(
                name="adoption_is_reviewed_later", condition=models.Q(review_on__gt=models.F("in_effect_on"))
            ),
        )

    def __str__(self) -> str:
        return f"adoption of {self.adopted_on}"
