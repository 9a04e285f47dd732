"""Folding the months that are over into published figures, and destroying their notes (decision 0012)."""

from __future__ import annotations

import logging
from datetime import date
from typing import Final

from safetoshare.core.errors import RefusedError
from safetoshare.core.transparency import HOME_OFFICE, last_of_month, may_be_folded, next_month
from safetoshare.sharing.models import Figure, TallyNote, TallyTotal
from safetoshare.sharing.selectors import figures as selectors
from safetoshare.sharing.services.tallying import FoldedMonth, ask_to_fold

_log: Final = logging.getLogger("safetoshare.sharing.figures")


def fold_tallies(day: date) -> None:
    """Publish the figures of each month that is over and not folded yet, a month without any record too.

    Call it inside a unit of work that writes: figures, totals and the destruction of the notes are one transaction.
    RefusedError when the year's totals are lost: figures that begin anew within a year would be too low.
    """
    begun = selectors.begun_on()
    if begun is None:
        return
    last = selectors.last_folded()
    month, first = (begun.replace(day=1), begun) if last is None else (next_month(last), next_month(last))
    while may_be_folded(month, day) and _fold(month, first):
        month = first = next_month(month)


def _fold(month: date, first: date) -> bool:
    """Fold a month and return True; False if it is not over by the unwrapper's clock, which is asked again tomorrow."""
    # A note that was committed after its own month was folded is counted now rather than lost.
    rows = list(TallyNote.objects.filter(month__lte=month))
    totals = TallyTotal.objects.order_by("-month").first()
    of_year = selectors.first_day_of_year(month.year)
    if of_year is not None and (totals is None or next_month(totals.month) != month):
        raise RefusedError("The totals of this year's tallies are lost: bring them back from a backup.")
    carried = None if of_year is None or totals is None else totals.tally()
    folded = ask_to_fold(month, [row.tally() for row in rows], carried)
    if folded is None:
        _log.warning("the unwrapper's clock says that %s is not over: it is folded later", f"{month:%Y-%m}")
        return False
    Figure.objects.bulk_create(_figures(folded, month, first, of_year or first))
    TallyTotal.objects.all().delete()
    TallyTotal.objects.create(**TallyTotal.columns(folded.totals))
    TallyNote.objects.filter(id__in=[row.id for row in rows]).delete()
    if folded.unreadable.at_least != 0:
        # Not silently: a note that opens with no key of ours was altered, or sealed before the log's key was replaced.
        _log.error("tallies of %s could not all be read: the figures may be too low", f"{month:%Y-%m}")
    return True


def _figures(folded: FoldedMonth, month: date, first: date, first_of_year: date) -> list[Figure]:
    return [
        Figure(
            since=first_of_year if recipients == HOME_OFFICE else first,
            until=last_of_month(month),
            recipients=recipients,
            what=what.value,
            at_least=count.at_least,
            is_exact=count.is_exact,
            fewer_than=count.fewer_than,
        )
        for (recipients, what), count in folded.counts.items()
    ]
