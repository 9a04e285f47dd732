"""Whether the audit's rows, leaves and signed heads still fit together, and where they first differ.

Without anybody's key it is known whether each closed row's commitment is a leaf and each leaf has a row. That a row's
columns are those that were committed to takes its sealed part: the data protection officer's page checks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.models import AuditHead, AuditLeaf, AuditRow
from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.checkpoint import read_checkpoint
from safetoshare.core.ledger.note import open_note
from safetoshare.core.ledger.tree import Tree


@dataclass(frozen=True)
class Difference:
    """What does not fit, and on which closed day it was found."""

    on: date
    says: str


@dataclass(frozen=True)
class Checked:
    """How much was looked through, and all that does not fit, the earliest first."""

    rows: int
    leaves: int
    heads: int
    differences: tuple[Difference, ...]


def check_audit(origin: str, verifier_key: str) -> Checked:
    """Compare rows, leaves and heads. Call it outside of a unit of work on the audit's connection."""
    with unit_of_work(using=AUDIT):
        heads = list(AuditHead.objects.order_by("on"))
        leaves = list(AuditLeaf.objects.order_by("index").values_list("index", "commitment", "on"))
        closed = AuditRow.objects.filter(on__lte=heads[-1].on) if heads else AuditRow.objects.none()
        rows = {bytes(commitment): on for commitment, on in closed.values_list("commitment", "on")}
    committed = [bytes(commitment) for _, commitment, _ in leaves]
    found = [
        *_heads_that_differ(heads, committed, origin, verifier_key),
        *_leaves_out_of_place([index for index, _, _ in leaves], heads),
        *(Difference(on, "a row was taken away, or altered") for _, one, on in leaves if bytes(one) not in rows),
    ]
    known = set(committed)
    late = "a row was added after its day was closed, or altered"
    found += [Difference(on, late) for one, on in rows.items() if one not in known]
    return Checked(len(rows), len(leaves), len(heads), tuple(sorted(found, key=lambda one: (one.on, one.says))))


def _heads_that_differ(
    heads: list[AuditHead], committed: list[bytes], origin: str, verifier_key: str
) -> Iterator[Difference]:
    tree = Tree()
    tree.extend(committed)
    for head in heads:
        try:
            signed = read_checkpoint(open_note(head.note, [verifier_key]).text)
        except BadInputError:
            yield Difference(head.on, "the head is not signed with the audit's key")
            continue
        if (signed.origin, signed.size) != (origin, head.size):
            yield Difference(head.on, "the head is another's, or of another size")
        elif signed.size > len(tree) or tree.root(signed.size) != signed.root:
            yield Difference(head.on, "the leaves are not those under the signed head")


def _leaves_out_of_place(indexes: list[int], heads: list[AuditHead]) -> Iterator[Difference]:
    size = heads[-1].size if heads else 0
    if indexes != list(range(size)):
        yield Difference(heads[-1].on if heads else date.min, "leaves are missing, or stand there without a head")
