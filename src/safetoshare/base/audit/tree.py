"""Closing the audit's days: rows become leaves of a tree, sorted by value, under a signed head.

Sorted, because within a day their order would tell who was at work before whom. Afterwards a row that is altered,
taken away, or added to a day that is closed shows (`checking`). A day without rows gets a head too.
"""

from __future__ import annotations

from datetime import date, timedelta

from safetoshare.base.audit import signing
from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.models import AuditHead, AuditLeaf, AuditRow
from safetoshare.core.errors import RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.tree import Tree


def close_days(today: date) -> int:
    """Close every day before `today` that is not closed; return how many leaves were added. It may be repeated.

    It opens units of work of its own on the audit's connection, and asks the unwrapper between them. RefusedError
    when the leaves are not those that were signed before.
    """
    until = today - timedelta(days=1)
    with unit_of_work(using=AUDIT):
        last = AuditHead.objects.using(AUDIT).order_by("-on").first()
        if last is not None and last.on >= until:
            return 0
        rows = AuditRow.objects.filter(on__lte=until)
        if last is not None:
            rows = rows.filter(on__gt=last.on)
        fresh = sorted(bytes(one) for one in rows.values_list("commitment", flat=True))
        leaves = [bytes(one) for one in AuditLeaf.objects.order_by("index").values_list("commitment", flat=True)]
    closed = last.size if last is not None else 0
    if len(leaves) != closed:
        raise RefusedError("The audit's leaves are not those that were signed: run `safetoshare audit verify`.")
    tree = Tree()
    tree.extend([*leaves, *fresh])
    note = signing.ask_for_head(Checkpoint(signing.origin(), len(tree), tree.root()))
    with unit_of_work(write=True, using=AUDIT):
        # The head first: of two workers the second fails on its day, and adds nothing.
        AuditHead.objects.create(on=until, size=len(tree), note=note)
        AuditLeaf.objects.bulk_create(
            AuditLeaf(index=index, commitment=commitment, on=until) for index, commitment in enumerate(fresh, closed)
        )
    return len(fresh)
