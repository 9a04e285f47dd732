"""The promise of the last day on which the database was there is shown while it is away, and nothing older than it."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from safetoshare.report.services import remembering
from safetoshare.report.services.remembering import PROMISE_FILE, promise_on
from safetoshare.sharing.api.policies import Coming, InForce, PromiseShown, promise_shown
from tests.sharing.policies import TODAY, in_force

__all__ = ["in_force"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    (settings.ENVIRONMENT.state / PROMISE_FILE).unlink(missing_ok=True)


def away() -> object:
    return patch.object(remembering, "promise_shown", side_effect=OperationalError("canary"))


def while_away(day: object = TODAY) -> PromiseShown | None:
    with away():  # type: ignore[attr-defined]  # a patch
        return promise_on(day)  # type: ignore[arg-type]


def test_what_was_shown_last_is_shown_while_the_database_is_away(in_force: InForce) -> None:
    shown = promise_on(TODAY)
    assert shown is not None
    assert shown.sentences
    assert while_away() == shown


def test_without_a_day_on_which_it_was_read_nobody_can_say(in_force: InForce) -> None:
    assert while_away() is None


def test_that_no_promise_is_made_is_remembered_too(in_force: InForce) -> None:
    promise_on(TODAY)
    with patch.object(remembering, "promise_shown", return_value=PromiseShown((), None, "", is_demonstration=False)):
        promise_on(TODAY)
    found = while_away()
    assert found is not None
    assert (found.version_id, found.claims) == (None, ())


def test_from_the_day_on_which_another_version_takes_effect_it_is_not_shown(in_force: InForce) -> None:
    until = TODAY + timedelta(days=3)
    shown = PromiseShown((), None, "", is_demonstration=False, until=until)
    with patch.object(remembering, "promise_shown", return_value=shown):
        promise_on(TODAY)
    assert while_away(until - timedelta(days=1)) == shown
    assert while_away(until) is None


def test_while_a_worse_version_is_to_come_nothing_is_kept(in_force: InForce) -> None:
    promise_on(TODAY)
    coming = object.__new__(Coming)
    with patch.object(remembering, "promise_shown", return_value=PromiseShown((), None, "", False, coming)):
        promise_on(TODAY)
    assert while_away() is None


def test_a_file_that_was_altered_or_written_by_somebody_else_is_not_believed(in_force: InForce) -> None:
    promise_on(TODAY)
    path = settings.ENVIRONMENT.state / PROMISE_FILE
    altered = bytearray(path.read_bytes())
    altered[-1] ^= 1
    for content in (bytes(altered), b'{"claims": []}', b""):
        path.write_bytes(content)
        assert while_away() is None


def test_it_tells_nobody_what_it_says_and_is_written_once(in_force: InForce) -> None:
    promise_on(TODAY)
    path = settings.ENVIRONMENT.state / PROMISE_FILE
    assert b"police" not in path.read_bytes()
    with patch.object(remembering, "write_whole") as written:
        promise_on(TODAY)
    written.assert_not_called()


def test_a_folder_that_refuses_costs_no_page(in_force: InForce) -> None:
    with patch.object(remembering, "write_whole", side_effect=OSError("disk full")):
        assert promise_on(TODAY) == promise_shown(TODAY)


def test_the_page_before_the_first_question_makes_the_promise_while_the_database_is_away(
    in_force: InForce, visitor: Client
) -> None:
    with patch("safetoshare.base.clock.today", return_value=TODAY):
        before = visitor.get("/en/report/rule/").content.decode()
        with away():  # type: ignore[attr-defined]  # a patch
            during = visitor.get("/en/report/rule/").content.decode()
    sentence = promise_shown(TODAY).sentences[0]
    assert sentence.split(".")[0] in before
    assert sentence.split(".")[0] in during
    assert "We make no promise" not in during
