"""What the unwrapper does with tallies: it tells the key to seal to, and folds a month that is over (decision 0012).

`tally_key` and `fold` run inside the unwrapper, with the log's seed. What leaves it are figures that small numbers have
not passed, and the year's totals, sealed again. No exact count leaves it, and of a month that is not over nothing does.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.unwrapper.operations import ask
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.measures import PublishedCount, published
from safetoshare.core.tally import SealedTally, What, open_totals, read_tallies, seal_tally, seal_totals, tally_keys
from safetoshare.core.transparency import fold_month, may_be_folded
from safetoshare.core.vault import PublicKey, Sealed, Wrapped

TALLY_KEY: Final = "sharing:tally:key"
FOLD_TALLIES: Final = "sharing:tally:fold"


@dataclass(frozen=True)
class FoldedMonth:
    """What came back of a month: the figures by kind of recipient and act, the totals, and whether a note was broken.

    `unreadable` passed the gate for small numbers as the figures did.
    """

    counts: Mapping[tuple[str, What], PublishedCount]
    totals: SealedTally
    unreadable: PublishedCount


def tally_key(log_seed: bytes, _body: dict[str, Any]) -> dict[str, Any]:
    """Return the public key to which notes are sealed."""
    return {"public": b64encode(tally_keys(log_seed).public).decode()}


def fold(log_seed: bytes, body: dict[str, Any]) -> dict[str, Any]:
    """Fold the notes of `month` and those that came too late for an earlier one.

    The answer is empty for a month that is not over by the unwrapper's own clock, whatever the worker's says.
    RefusedError for totals of another year, BadInputError for what is no fold, SealError where the totals are not what
    they claim to be: then nothing is folded.
    """
    month, notes, totals = _read(body)
    if not may_be_folded(month, clock.today()):
        return {}
    if any(note.month > month for note in notes):
        raise BadInputError("A fold is given no note of a later month.")
    if totals is not None and not (totals.month.year == month.year and totals.month < month):
        raise RefusedError("The totals to go on from are not those of this year.")
    keys = tally_keys(log_seed)
    tallied = read_tallies(notes, keys.private)
    folded = fold_month(tallied.counts, {} if totals is None else open_totals(totals, keys.private))
    return {
        "counts": [[kind, what.value, _as_list(count)] for (kind, what), count in folded.counts.items()],
        "totals": _as_json(seal_totals(month, folded.totals, keys.public)),
        "unreadable": _as_list(published(tallied.unreadable)),
    }


def seal_one(month: date, recipient: str, what: What) -> SealedTally:
    """Seal a note for the month of a day. UnwrapperAwayError while nobody tells the key.

    The key is asked for each time: one that was kept in a table could be replaced there by a thief's.
    """
    public = PublicKey(b64decode(ask(TALLY_KEY, {})["public"]))
    return seal_tally(month.replace(day=1), recipient, what, public)


def ask_to_fold(month: date, notes: Sequence[SealedTally], totals: SealedTally | None) -> FoldedMonth | None:
    """Have a month folded; None while it is not over by the unwrapper's clock. UnwrapperAwayError while nobody can."""
    body = {
        "month": month.isoformat(),
        "notes": [_as_json(note) for note in notes],
        "totals": None if totals is None else _as_json(totals),
    }
    answer = ask(FOLD_TALLIES, body)
    if not answer:
        return None
    counts = {(kind, What(what)): PublishedCount(*count) for kind, what, count in answer["counts"]}
    return FoldedMonth(counts, _tally(answer["totals"]), PublishedCount(*answer["unreadable"]))


def _read(body: Mapping[str, Any]) -> tuple[date, list[SealedTally], SealedTally | None]:
    try:
        month = date.fromisoformat(body["month"])
        notes = [_tally(one) for one in body["notes"]]
        totals = None if body["totals"] is None else _tally(body["totals"])
    except (AttributeError, KeyError, TypeError, ValueError):
        raise BadInputError("A fold is told a month, its notes, and the totals to go on from.") from None
    if month.day != 1:
        raise BadInputError("A month is named by its first day.")
    return month, notes, totals


def _tally(fields: Mapping[str, str]) -> SealedTally:
    return SealedTally(
        UUID(fields["id"]),
        date.fromisoformat(fields["month"]),
        Wrapped(b64decode(fields["wrapped"], validate=True)),
        Sealed(b64decode(fields["sealed"], validate=True)),
    )


def _as_json(tally: SealedTally) -> dict[str, str]:
    return {
        "id": str(tally.id),
        "month": tally.month.isoformat(),
        "wrapped": b64encode(tally.wrapped).decode(),
        "sealed": b64encode(tally.sealed).decode(),
    }


def _as_list(count: PublishedCount) -> list[int | bool | None]:
    return [count.at_least, count.is_exact, count.fewer_than]
