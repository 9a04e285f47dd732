"""Closing days and checking them: whatever is altered, taken away or added afterwards shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from safetoshare.base.audit import record_consultations, signing
from safetoshare.base.audit.checking import Checked, check_audit
from safetoshare.base.audit.tree import close_days
from safetoshare.base.models import AuditHead, AuditLeaf, AuditRow
from safetoshare.base.permissions import Action
from safetoshare.core.errors import BadInputError, RefusedError
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import keys_of_seed
from tests.base.people import LOG_SEED

pytestmark = [pytest.mark.django_db(databases=["default", "audit"]), pytest.mark.usefixtures("team")]

MORNING = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 18)


def consult(at: datetime = MORNING, count: int = 3) -> None:
    records = {uuid4() for _ in range(count)}
    record_consultations(uuid4(), "inspector", Action.RECORD_OPEN, records, purpose="read_report", at=at)


def checked() -> Checked:
    return check_audit(signing.origin(), signing.ask_for_key())


def test_a_closed_day_stands_sorted_under_a_signed_head_and_fits() -> None:
    consult()
    assert close_days(TODAY) == 3
    leaves = [bytes(one) for one in AuditLeaf.objects.order_by("index").values_list("commitment", flat=True)]
    assert leaves == sorted(leaves)
    found = checked()
    assert (found.rows, found.leaves, found.heads, found.differences) == (3, 3, 1, ())


def test_closing_twice_is_closing_once_and_days_off_are_caught_up() -> None:
    consult()
    close_days(TODAY)
    assert close_days(TODAY) == 0
    consult(MORNING + timedelta(days=2))
    consult(MORNING + timedelta(days=5), count=1)
    assert close_days(TODAY + timedelta(days=9)) == 4
    assert checked().differences == ()


def test_the_day_that_is_not_over_is_left_open() -> None:
    consult(MORNING + timedelta(days=2))
    assert close_days(TODAY) == 0
    assert checked().rows == 0


def _alter() -> None:
    AuditRow.objects.filter(pk=AuditRow.objects.earliest("id").pk).update(commitment=bytes(32))


def _take_away() -> None:
    AuditRow.objects.earliest("id").delete()


def _alter_leaf() -> None:
    AuditLeaf.objects.filter(index=1).update(commitment=bytes(32))


def _take_leaf_away() -> None:
    AuditLeaf.objects.filter(index=2).delete()


def _sign_otherwise() -> None:
    head = AuditHead.objects.get()
    AuditHead.objects.update(note=head.note.replace("— ", "— not-"))


@pytest.mark.parametrize("fault", [_alter, _take_away, consult, _alter_leaf, _take_leaf_away, _sign_otherwise])
def test_what_is_done_to_a_closed_day_shows(fault: Callable[[], None]) -> None:
    consult()
    close_days(TODAY)
    fault()
    assert checked().differences


def test_nothing_is_signed_over_leaves_that_went_missing() -> None:
    consult()
    close_days(TODAY)
    _take_leaf_away()
    consult(MORNING + timedelta(days=2))
    with pytest.raises(RefusedError, match="audit verify"):
        close_days(TODAY + timedelta(days=3))


def test_the_audits_key_signs_its_own_growing_tree_alone() -> None:
    consult()
    close_days(TODAY)
    root = bytes(32)
    for text in (Checkpoint("else.example/log", 9, root).text(), Checkpoint(signing.origin(), 2, root).text(), "no"):
        with pytest.raises(BadInputError):
            signing.sign_head(LOG_SEED, {"text": text})
    assert signing.audit_key(LOG_SEED, {}) == {"verifier_key": keys_of_seed(signing.origin(), LOG_SEED)[1]}
