"""Choosing and checking the words beside the receipt (Rec 4(g): what was shared is shown to the person alone)."""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import date
from typing import Final

from safetoshare.base.database import unit_of_work
from safetoshare.report.models import Report
from safetoshare.report.selectors.content import Message
from safetoshare.report.selectors.mailbox import OpenMailbox
from safetoshare.report.selectors.receipts import mailbox_key_of
from safetoshare.report.selectors.words import Words, WordSays, is_usable, mark_of, open_words, seal_words
from safetoshare.report.services.messages import add_reporter_message
from safetoshare.report.services.recording import NotStoredError

# What the unit reads when she typed her word for danger; shown in the language of whoever reads it.
UNDER_DURESS: Final = "duress"
_NONCE_BYTES: Final = 16


def check_word(mailbox: OpenMailbox, typed: str, day: date) -> WordSays:
    """Say what a typed word is, and count a wrong one. Call it outside of a unit of work.

    Looked up and counted under one lock, so that a hundred guesses at once are five. At the word for danger the unit is
    told, sealed, so that nobody calls her as if nothing were.
    """
    if not is_usable(typed):
        return WordSays.WRONG if typed.strip() else WordSays.NOTHING
    mark, key = mark_of(typed, mailbox.salt), mailbox_key_of(mailbox.stretched, mailbox.salt)
    with unit_of_work(write=True):
        rows = Report.objects.select_for_update().filter(pk=mailbox.report)
        words = open_words(bytes(rows.values_list("words_sealed", flat=True).get()), key, mailbox.report)
        says = words.said_by(mark, day)
        after = words.after(says, day)
        if after != words:
            rows.update(words_sealed=seal_words(after, key, mailbox.report))
    if says is WordSays.DURESS:
        with suppress(NotStoredError):
            add_reporter_message(mailbox.report, Message(kind=UNDER_DURESS), secrets.token_bytes(_NONCE_BYTES), day)
    return says


def choose_words(mailbox: OpenMailbox, second: str, duress: str, day: date) -> Words:
    """Keep the words that she chose, in place of those before. Call it outside of a unit of work.

    Changed, which takes the word before, a second word counts from the day of the first one.
    """
    words = Words(
        second=mark_of(second, mailbox.salt) if second else "",
        duress=mark_of(duress, mailbox.salt) if duress else "",
        chosen_on=(mailbox.words.chosen_on or day.isoformat()) if second else "",
    )
    key = mailbox_key_of(mailbox.stretched, mailbox.salt)
    with unit_of_work(write=True):
        Report.objects.filter(pk=mailbox.report).update(words_sealed=seal_words(words, key, mailbox.report))
    return words
