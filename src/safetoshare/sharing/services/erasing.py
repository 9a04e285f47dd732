"""What is destroyed here when a report is erased: the notices to the person, which nobody else can open."""

from __future__ import annotations

from uuid import UUID

from safetoshare.sharing.models import SubjectNotice


def erase_notices(report: UUID) -> None:
    """Destroy the notices in a report's mailbox, inside the unit of work of the erasure.

    The sealed records of decisions stay: what was told to others can be undone by no erasure, and the force answers
    for it (Data Protection Act 2018 s.62; UK GDPR article 17(3)(b) and (e)).
    """
    SubjectNotice.objects.filter(mailbox=report).delete()
