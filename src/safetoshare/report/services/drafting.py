"""Keeping what somebody has begun to write, under her receipt, until she sends it or wipes it out."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from uuid import uuid4

from django.db import Error as AnyDatabaseError

from safetoshare.base.database import SecurityContext, unit_of_work
from safetoshare.base.faults import kind_and_places
from safetoshare.base.force import current_force
from safetoshare.core.receipt import StretchedReceipt
from safetoshare.core.vault import new_data_key, new_salt, seal, seal_data_key
from safetoshare.report.models import ReportDraft, ReportFile
from safetoshare.report.selectors.drafts import Draft
from safetoshare.report.selectors.places import draft_place
from safetoshare.report.selectors.receipts import look_up_of, mailbox_key_of
from safetoshare.report.services.files import delete_files

_log = logging.getLogger("safetoshare.errors")


def keep_draft(stretched: StretchedReceipt, draft: Draft, on: date) -> bool:
    """Keep a draft in place of the one before. False while the database is away: her page holds it still."""
    look_up, identifier, salt, key = look_up_of(stretched), uuid4(), new_salt(), new_data_key()
    place = draft_place(identifier)
    row = ReportDraft(
        id=identifier,
        look_up=look_up,
        salt=salt,
        key_sealed=seal_data_key(key, mailbox_key_of(stretched, salt), place),
        sealed=seal(key, draft.packed(), place),
        written_on=on,
    )
    try:
        with unit_of_work(write=True, context=SecurityContext(look_up=look_up.hex())):
            ReportDraft.objects.filter(look_up=look_up).delete()
            # Of two tabs at the same moment one is kept: each page holds its own all the same.
            ReportDraft.objects.bulk_create([row], ignore_conflicts=True)
            # What came with it is kept as long.
            ReportFile.objects.filter(look_up=look_up, report=None).exclude(written_on=on).update(written_on=on)
    except AnyDatabaseError as error:
        _log.error("a draft was not kept: %s", kind_and_places(error))
        return False
    return True


def wipe_draft(stretched: StretchedReceipt) -> None:
    """Delete a draft and its files at once, here and now; they open only by her receipt.

    From backups they go when these expire. A database error passes through: she is told that it could not be done.
    """
    look_up = look_up_of(stretched)
    with unit_of_work(write=True, context=SecurityContext(look_up=look_up.hex())):
        delete_files(ReportFile.objects.filter(look_up=look_up, report=None))
        ReportDraft.objects.filter(look_up=look_up).delete()


def forget_drafts(day: date) -> int:
    """Delete what nobody went on with for as long as the force says. Return how many."""
    left = ReportDraft.objects.filter(written_on__lt=day - timedelta(days=current_force().drafts_kept_days))
    # One bare DELETE: the worker's login role reads no more of a draft than its day.
    return left._raw_delete(left.db)
