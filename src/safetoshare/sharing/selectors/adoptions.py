"""The adoptions that count: each recomputed from bytes, difference and signatures, in the order of their numbers.

A row of the table alone puts nothing in force. It counts if it takes the place of the adoption that counted before it,
and if two people who did not load the version have signed exactly what changed then (Rec 4(a)).
Nothing of it is remembered between two readings but what follows from the bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.differ import Difference
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, Signature
from safetoshare.sharing.selectors.activation import FEWEST_SIGNATURES
from safetoshare.sharing.selectors.versions import Proved, difference_between, proved


@dataclass(frozen=True, eq=False)
class Standing:
    """An adoption that counts. `proved` is None if the version's bytes are no longer those that were loaded."""

    adoption: Adoption
    proved: Proved | None

    @property
    def sha256(self) -> str:
        """The hash that the next one names as what it replaces: "" if this cannot be read."""
        return self.adoption.version.sha256 if self.proved else ""


@dataclass(frozen=True)
class Signed:
    """What a signature is on. It counts once: for taking the place of the adoption of that number (0: of none)."""

    replaces_number: int
    version_sha256: str
    claims_sha256: str
    replaces_sha256: str
    difference_sha256: str
    home_office_sha256: str


def standing_adoptions() -> tuple[Standing, ...]:
    """Return the adoptions that count, the first adopted first. Call it inside a unit of work."""
    found: list[Standing] = []
    for adoption in Adoption.objects.select_related("version").filter(**only_real_ones()).order_by("number"):
        last = found[-1] if found else None
        now = proved(adoption.version)
        # Altered bytes are no older promise either: what was adopted last cannot be read, and nothing is promised.
        if now is None or _is_signed(adoption, now, last):
            found.append(Standing(adoption, now))
    return tuple(found)


def only_real_ones() -> dict[str, bool]:
    """Outside the demonstration an adoption that is a demonstration's is none."""
    return {} if settings.IS_DEMONSTRATION else {"is_demonstration": False}


def difference_to(last: Standing | None, now: Proved) -> Difference:
    """Return what a version answers otherwise than the one adopted last. PolicyError: too much to say."""
    return difference_between(last.proved.read.policy if last and last.proved else None, now.read.policy)


def to_be_signed(version: PolicyVersion, last: Standing | None, difference: Difference) -> Signed:
    """Return what a signature is on if a version takes the place of the one adopted last."""
    return Signed(
        replaces_number=last.adoption.number if last else 0,
        version_sha256=version.sha256,
        claims_sha256=version.claims_sha256,
        replaces_sha256=last.sha256 if last else "",
        difference_sha256=difference.sha256,
        home_office_sha256=difference.home_office_sha256,
    )


def signatures_on(version: PolicyVersion, signed: Signed) -> tuple[Signature, ...]:
    """Return the signatures that count: on exactly this, not withdrawn, one a person, and no loader's."""
    rows = Signature.objects.filter(version=version, withdrawn_on=None).exclude(signer=version.loaded_by)
    counting = (row for row in rows.order_by("signed_on", "id") if _is_on(row, signed))
    return tuple({row.signer: row for row in counting}.values())


def _is_signed(adoption: Adoption, now: Proved, last: Standing | None) -> bool:
    if adoption.replaces_sha256 != (last.sha256 if last else ""):
        return False
    try:
        difference = difference_to(last, now)
    except PolicyError:
        return False
    rows = signatures_on(adoption.version, to_be_signed(adoption.version, last, difference))
    # Who signs after it was recorded signs for an adoption to come, and revives none that had ceased to count.
    return sum(row.signed_on <= adoption.recorded_on for row in rows) >= FEWEST_SIGNATURES


def _is_on(row: Signature, signed: Signed) -> bool:
    return signed == Signed(
        row.replaces_number,
        row.version_sha256,
        row.claims_sha256,
        row.replaces_sha256,
        row.difference_sha256,
        row.home_office_sha256,
    )
