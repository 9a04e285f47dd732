"""Drafts, words, setting aside and the control room on PostgreSQL, each process under its own login role."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.models import Unit, UnitKey
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.core.vault import generate_key_pair
from safetoshare.report import api
from safetoshare.report.api import duty
from safetoshare.report.models import ReportDraft
from safetoshare.report.services.drafting import forget_drafts
from tests.base.people import trust_keys
from tests.postgres import Cluster
from tests.report.conftest import create_unit_with_known_keys
from tests.report.pages import Reporter, answers_on, hidden, text_of
from tests.sharing.test_disclosures_roles import as_process, somebody

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def drafts() -> int:
    with unit_of_work():
        return ReportDraft.objects.count()


def test_a_draft_is_kept_found_wiped_and_sent_by_the_public_process_and_forgotten_by_the_worker(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    create_unit_with_known_keys()
    grant_privileges(connection)
    sent, wiped, left = (Reporter(visitor) for _ in range(3))
    with as_process(postgresql_cluster, "public"):
        for reporter in (sent, wiped, left):
            reporter.reach_form()
            reporter.go("what", "more", account="one")
            reporter.go("more", "help", place="here")
        assert answers_on(left.come_back())["account"] == ["one"]
        assert "It is deleted" in text_of(wiped.post("/report/wipe/", ticket=wiped.ticket, page="help"))
        assert sent.send("help").status_code == 200
    assert drafts() == 1
    with as_process(postgresql_cluster, "worker"):
        assert forget_drafts(clock.today()) == 0
        assert forget_drafts(clock.today() + timedelta(days=15)) == 1
    assert drafts() == 0


def test_the_public_process_keeps_and_asks_for_the_words_of_the_receipt(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    create_unit_with_known_keys()
    grant_privileges(connection)
    reporter = Reporter(visitor)
    with as_process(postgresql_cluster, "public"):
        reporter.report(account="one")
        reporter.post("/return/words/", ticket=hidden(reporter.come_back()), second="plum", duress="rain")
        wrong = reporter.post("/return/", receipt=reporter.receipt, word="pear")
        assert "This is not your second word" in text_of(wrong)
        opened = reporter.post("/return/", receipt=reporter.receipt, word="plum")
        assert "It cannot show a telephone call" in text_of(opened)
        assert reporter.post("/return/", receipt=reporter.receipt, word="rain").status_code == 302


def test_a_wish_for_erasure_reaches_the_unit_which_ends_it(postgresql_cluster: Cluster, visitor: Client) -> None:
    create_unit_with_known_keys()
    officer = somebody(Role.VICTIM_CARE_OFFICER)
    grant_privileges(connection)
    reporter, other = Reporter(visitor), Reporter(visitor)
    with as_process(postgresql_cluster, "public"):
        reporter.report(account="one")
        other.report(account="two")
        reporter.post("/return/wish/", ticket=hidden(reporter.come_back()), wish="erase")
        assert "that all be deleted. We answer here by" in text_of(reporter.come_back())
        assert "Ask to delete all of it" in text_of(other.come_back())
    with as_process(postgresql_cluster, "hub", officer):
        (wish,) = api.erasures_wished()
        api.end_wish(wish.report)
        assert api.erasures_wished() == []
    with as_process(postgresql_cluster, "public"):
        assert "Ask to delete all of it" in text_of(reporter.come_back())


def test_the_unit_sets_a_report_aside_and_its_person_brings_it_back(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    create_unit_with_known_keys()
    officer = somebody(Role.VICTIM_CARE_OFFICER)
    grant_privileges(connection)
    reporter = Reporter(visitor)
    with as_process(postgresql_cluster, "public"):
        reporter.report(account="one")
    with as_process(postgresql_cluster, "hub", officer):
        (report,) = api.reports_received()
        api.set_aside(report.id)
        assert (api.reports_received(), len(api.reports_set_aside())) == ([], 1)
    with as_process(postgresql_cluster, "public"):
        page = reporter.come_back()
        assert "took it for no report" in text_of(page)
        reporter.post("/return/mailbox/", ticket=hidden(page), text="I am here")
    with as_process(postgresql_cluster, "hub", officer):
        assert len(api.reports_received()) == 1
        api.bring_back(report.id)


def test_the_control_room_sees_danger_that_was_allowed_notes_what_it_did_and_sees_nothing_else(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    create_unit_with_known_keys()
    with unit_of_work(write=True):
        unit = Unit.objects.create(name="Control room", purpose=UnitPurpose.DUTY)
        UnitKey.objects.create(unit=unit, kind=KeyKind.ORDINARY, public=generate_key_pair().public)
    trust_keys()
    room, officer = somebody(Role.CONTROL_ROOM), somebody(Role.VICTIM_CARE_OFFICER)
    grant_privileges(connection)
    with as_process(postgresql_cluster, "public"):
        for answers in ({"danger": "yes", "duty": "yes"}, {"danger": "yes"}, {"danger": "no"}):
            Reporter(visitor).report(account="one", **answers)
    with as_process(postgresql_cluster, "hub", room):
        (danger,) = duty.danger_for_duty()
        assert duty.sealed_for_duty(danger.id) is not None
        assert set(api.sealed_groups(danger.id)) == {"duty"}
        assert api.note_look(danger.id, "control_room", clock.today())
        assert duty.note_of_control_room(danger.id, "Called.", secrets.token_bytes(16), clock.today())
    with as_process(postgresql_cluster, "hub", officer):
        assert len(api.reports_received()) == 3
        assert len(api.messages_from_reporter(danger.id)) == 1
