"""What stands in the public log, inside a unit of work that is open already."""

from __future__ import annotations

from datetime import date

from safetoshare.sharing.models import Entry, LogKey, Pending, SignedCheckpoint


def commitments(start: int, end: int) -> list[bytes]:
    """Return the entries from index `start` up to `end`, in order."""
    rows = Entry.objects.filter(index__gte=start, index__lt=end).order_by("index")
    return [bytes(commitment) for commitment in rows.values_list("commitment", flat=True)]


def entry_of(commitment: bytes) -> Entry | None:
    """Return the entry that holds a commitment."""
    return Entry.objects.filter(commitment=commitment).first()


def last_entry() -> Entry | None:
    """Return the newest entry."""
    return Entry.objects.order_by("-index").first()


def latest_checkpoint() -> SignedCheckpoint | None:
    """Return the newest signed checkpoint."""
    return SignedCheckpoint.objects.order_by("-size").first()


def log_key() -> LogKey | None:
    """Return the log's key, once it has signed."""
    return LogKey.objects.first()


def pending() -> list[Pending]:
    """Return what waits to become an entry."""
    return list(Pending.objects.all())


def is_overdue(day: date) -> bool:
    """Whether a commitment waits that was promised by an earlier day. How many is told to nobody."""
    return Pending.objects.filter(include_by__lt=day).exists()
