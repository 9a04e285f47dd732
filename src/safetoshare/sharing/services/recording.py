"""A record of either form, committed: the unit's copy, the person's notice, the log's entry, and a tally.

Records about one person are numbered and each names the one before, so that a missing one shows. Two at once: one is
committed, and the other is made anew with the next number.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar
from uuid import UUID, uuid4

from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.sealing import seal_fields
from safetoshare.core.errors import RefusedError
from safetoshare.core.ledger.record import SALT_BYTES, commitment
from safetoshare.core.tally import What
from safetoshare.sharing.models import Disclosure, Review, SubjectNotice, TallyNote
from safetoshare.sharing.selectors.disclosures import LastNotice, disclosure_of_nonce, last_notice
from safetoshare.sharing.services.log import add_pending, promise_inclusion, promised_by
from safetoshare.sharing.services.tallying import seal_one

_ATTEMPTS: Final = 5
Done = TypeVar("Done")


@dataclass(frozen=True)
class About:
    """Whom a record is about: the case, the person's mailbox, and the nonce of the form that makes it once.

    `shown_from` is the day from which the person finds it: the day of the record, or the end of a delay.
    """

    case: UUID
    mailbox: UnitPublicKey
    nonce: UUID = field(repr=False)
    on: date
    shown_from: date
    # Who did it stands in the unit's copy alone (Data Protection Act 2018 s.62).
    by: UUID
    # By when a second person looks at it again, where somebody does.
    review_by: date | None = None


@dataclass(frozen=True)
class Written:
    """A record's bytes and number, with the salt and the commitment that the log will hold."""

    record: UUID
    number: int
    encoded: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    commitment: bytes

    @classmethod
    def of(cls, record: UUID, number: int, encoded: bytes, salt: bytes) -> Written:
        """Commit to a record's bytes."""
        return cls(record, number, encoded, salt, commitment(salt, encoded))


@dataclass(frozen=True)
class Counted:
    """As what the published figures count a record: towards which recipient of the vocabulary, and what was done."""

    recipient: str
    what: What


# Sealed all the same: a record without a note would show by that what kind of record it is.
NOT_COUNTED: Final = Counted("", What.UNCOUNTED)


@dataclass(frozen=True)
class Rows:
    """What a record's transaction commits, sealed already."""

    disclosure: Disclosure
    notice: SubjectNotice
    tally: TallyNote
    review: Review | None


class NumberTakenError(Exception):
    """Another record about the same person was committed a moment before: number and link are drawn anew."""


def new_record() -> tuple[UUID, bytes]:
    """Draw a record's identifier and salt."""
    return uuid4(), secrets.token_bytes(SALT_BYTES)


def until_numbered(attempt: Callable[[], Done]) -> Done:
    """Return what an attempt returns, made anew while another takes its number. RefusedError after some."""
    for _ in range(_ATTEMPTS):
        try:
            return attempt()
        except NumberTakenError:
            continue
    raise RefusedError("Others are deciding about the same person at this moment: try again.")


def seal_record(about: About, written: Written, unit: UnitPublicKey, counted: Counted) -> Rows:
    """Have the log promise its entry, and seal the record to the unit and to the person, and its note to be counted.

    Call it before a unit of work that writes. UnwrapperAwayError while the log cannot promise.
    """
    promise = promise_inclusion(written.commitment)
    include_by = promised_by(promise)
    told = notice_fields(written, promise, include_by)
    of_unit = seal_fields(told | {"by": str(about.by)}, Disclosure.place(written.record), unit)
    of_person = seal_fields(told, SubjectNotice.place(about.mailbox.id, written.number), about.mailbox)
    disclosure = Disclosure(
        id=written.record,
        case=about.case,
        nonce_hash=nonce_hash(about.nonce),
        on=about.on,
        number=written.number,
        include_by=include_by,
        **Disclosure.columns(of_unit),
    )
    notice = SubjectNotice(
        mailbox=about.mailbox.id,
        number=written.number,
        commitment=written.commitment,
        shown_from=about.shown_from,
        **SubjectNotice.columns(of_person),
    )
    tally = TallyNote(**TallyNote.columns(seal_one(about.on, counted.recipient, counted.what)))
    review = None
    if about.review_by is not None:
        review = Review(record=written.record, case=about.case, recorded_by=about.by, due_on=about.review_by)
    return Rows(disclosure, notice, tally, review)


def notice_fields(written: Written, promise: str, include_by: date) -> dict[str, str]:
    """Return the fields of a notice, to be sealed."""
    return {
        "record": written.encoded.decode(),
        "salt": written.salt.hex(),
        "commitment": written.commitment.hex(),
        "promise": promise,
        "include_by": include_by.isoformat(),
    }


def store_record(rows: Rows) -> Disclosure | None:
    """Commit a record with its notice and its entry, or return the one that its nonce made before.

    Call it inside a unit of work that writes. NumberTakenError when another about the person was faster.
    """
    disclosure, notice = rows.disclosure, rows.notice
    # Not by catching an error, which would end PostgreSQL's transaction: another's row is waited for, then seen.
    Disclosure.objects.bulk_create([disclosure], ignore_conflicts=True)
    stored = disclosure_of_nonce(bytes(disclosure.nonce_hash))
    if stored is not None and stored.id != disclosure.id:
        return stored
    SubjectNotice.objects.bulk_create([notice], ignore_conflicts=True)
    if last_notice(notice.mailbox) != LastNotice(disclosure.number, bytes(notice.commitment)):
        raise NumberTakenError
    add_pending(bytes(notice.commitment), disclosure.include_by)
    TallyNote.objects.bulk_create([rows.tally])
    if rows.review is not None:
        rows.review.save(force_insert=True)
    return None


def nonce_hash(nonce: UUID) -> bytes:
    """Return what is kept of a nonce: by it a second press finds what the first one did."""
    return hashlib.sha256(b"safetoshare nonce\0" + nonce.bytes).digest()
