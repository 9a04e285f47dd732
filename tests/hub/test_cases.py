"""Cases in the database: one report is one case, groups are appended, sealed to the right key, and counted in steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.keys import current_key
from safetoshare.base.models.keys import KeyKind, UnitPurpose
from safetoshare.base.permissions import Role
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.cases import RESTRICTED, CaseGroupName
from safetoshare.core.errors import RefusedError
from safetoshare.core.referrals import DeclineReason, ReferralState
from safetoshare.core.triage import all_reasons
from safetoshare.hub.api import measures
from safetoshare.hub.api.cases import (
    Appended,
    CaseOpened,
    Consent,
    TakenBefore,
    WrittenMeanwhile,
    case,
    open_case,
    record_assessment,
)
from safetoshare.hub.api.referring import OrderParts, fields_to_send, withdraw_consent
from safetoshare.hub.labels import DECLINE_REASONS, FIELDS, REFERRAL_STATES, RIGHTS_REASONS
from safetoshare.hub.models import Case, CaseGroup
from safetoshare.hub.selectors.cases import group_place
from safetoshare.hub.selectors.contents import SHAREABLE
from safetoshare.hub.services.cases import CaseMovedError, append_group, note_referral, review_day, unit_key
from safetoshare.hub.services.referring import answer_day
from safetoshare.report.api import reports_received
from tests.base.conftest import InThreads
from tests.base.unwrapper.in_process import InProcess
from tests.hub.casework import (
    CONTACT,
    CONTENT,
    OFFICER,
    assessment,
    case_agreed,
    case_taken,
    load_house,
    press_send,
    report_waits,
    triage,
    unit_with,
)

pytestmark = pytest.mark.django_db(databases=["default", "audit"])


@pytest.fixture
def unit(db: None, unwrapper: InProcess) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_the_day_of_review_is_a_monday_a_full_day_away_and_within_nine_days(day: date) -> None:
    review = review_day(day)
    assert review.weekday() == 0
    assert timedelta(days=2) <= review - day <= timedelta(days=8)


def test_an_organisation_has_three_full_working_days() -> None:
    assert answer_day(date(2026, 11, 19)) == date(2026, 11, 24)
    assert answer_day(date(2026, 12, 24)) == date(2026, 12, 31)


@pytest.mark.usefixtures("unit")
def test_one_report_is_one_case_and_leaves_the_queue() -> None:
    report = report_waits()
    first = open_case(report, triage())
    assert isinstance(first, CaseOpened)
    assert open_case(report, triage(pathway="stalking")) == TakenBefore(first.case)
    assert reports_received() == []
    found = case(first.case)
    assert found is not None
    assert (found.pathway, found.state, found.area) == ("domestic_abuse", "taken", "E06000023")


@pytest.mark.usefixtures("unit")
def test_no_case_is_made_of_a_report_that_is_not_there() -> None:
    assert open_case(uuid4(), triage()) is None
    assert not Case.objects.exists()


@pytest.mark.usefixtures("unwrapper")
def test_of_two_officers_at_once_one_gets_the_case(in_threads: InThreads) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)
    report = report_waits()
    outcomes = in_threads(lambda: open_case(report, triage()), lambda: open_case(report, triage()))
    (opened,) = [one for one in outcomes if isinstance(one, CaseOpened)]
    assert [one for one in outcomes if isinstance(one, TakenBefore)] == [TakenBefore(opened.case)]
    assert CaseGroup.objects.count() == 1


@pytest.mark.usefixtures("unwrapper")
def test_of_two_assessments_at_once_one_is_written_and_the_other_told(in_threads: InThreads) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)
    taken = case_taken()
    outcomes = in_threads(*[lambda: record_assessment(taken, assessment("money"), expected=0)] * 2)
    assert sorted(outcomes, key=str) == [Appended(1), WrittenMeanwhile(1)]


@pytest.mark.usefixtures("unwrapper")
def test_withdrawals_at_once_are_both_written(in_threads: InThreads) -> None:
    unit_with(Role.VICTIM_CARE_OFFICER)
    load_house()
    found, consent = case_agreed()
    in_threads(*[lambda: withdraw_consent(found, consent.id, by=OFFICER, day=clock.today())] * 2)
    versions = CaseGroup.objects.filter(group="consent").values_list("version", flat=True)
    assert sorted(versions) == [1, 2, 3]


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("group", list(CaseGroupName))
def test_each_group_is_sealed_to_its_own_kind_of_key_and_tells_nothing(group: CaseGroupName) -> None:
    taken = case_taken()
    append_group(taken, group, {"text": "Canary"})
    row = CaseGroup.objects.filter(case=taken, group=group).order_by("-version")[0]
    kind = KeyKind.RESTRICTED if group in RESTRICTED else KeyKind.ORDINARY
    with unit_of_work():
        key = current_key(UnitPurpose.SAFEGUARDING, kind)
    assert key is not None
    assert row.unit_key == key.id
    assert b"Canary" not in bytes(row.sealed) + bytes(row.wrapped)
    assert isinstance(row.at(group_place(taken, group, row.version)), SealedValue)


@pytest.mark.usefixtures("unit")
def test_no_version_of_a_group_can_be_written_twice() -> None:
    taken = case_taken()
    row = CaseGroup.objects.get()
    with pytest.raises(IntegrityError):
        CaseGroup.objects.create(
            case_id=taken, group=row.group, version=row.version, unit_key=row.unit_key, wrapped=b"", sealed=b""
        )


@pytest.mark.usefixtures("unit")
@pytest.mark.parametrize("wrong", [{"state": "closed"}, {"review_on": date(2020, 1, 1)}])
def test_the_database_refuses_a_case_that_cannot_be(wrong: dict[str, Any]) -> None:
    taken = case_taken()
    with pytest.raises(IntegrityError):
        Case.objects.filter(pk=taken).update(**wrong)


@pytest.mark.usefixtures("unit")
def test_a_referral_is_not_noted_on_a_case_that_moved() -> None:
    taken = case_taken()
    key = unit_key(CaseGroupName.REFERRAL_LIST)
    with pytest.raises(CaseMovedError), unit_of_work(write=True):
        note_referral(taken, 7, {}, key)
    assert not CaseGroup.objects.filter(group="referral_list").exists()


@pytest.mark.django_db
def test_without_a_key_nothing_is_sealed() -> None:
    with pytest.raises(RefusedError, match="has no key"):
        unit_key(CaseGroupName.TRIAGE)


WHOLE = OrderParts(
    case=uuid4(),
    report=uuid4(),
    version=1,
    area="E06000023",
    pathway="domestic_abuse",
    content=CONTENT,
    contact=CONTACT,
    assessment=assessment("safe_place", "children"),
    consent=Consent(
        id=uuid4(),
        service=uuid4(),
        service_name="Refuge",
        organisation=uuid4(),
        organisation_name="Next Link",
        recipient="specialist_service",
        purpose="support",
        data=(),
        summary="A room",
        language="so",
        interpreter="no",
        adviser_offered="no",
        is_agreed=True,
        until=date(2027, 1, 1),
        asked_by=OFFICER,
        asked_on=date(2026, 11, 22),
    ),
)


@given(st.sets(st.sampled_from(SHAREABLE)))
def test_nothing_is_sent_that_was_not_agreed_to(kinds: set[str]) -> None:
    sent = fields_to_send(replace(WHOLE, consent=replace(WHOLE.consent, data=tuple(kinds))))
    assert set(sent) == kinds
    assert all(name in FIELDS for values in sent.values() for name in values)
    told = {
        "identity": "Canary Amina",
        "contact_and_location": "Canary telephone",
        "account_of_offence": "Canary account",
        "needs": "A safe place to stay",
    }
    texts = " ".join(text for values in sent.values() for text in values.values())
    assert {kind for kind, words in told.items() if words in texts} == kinds - {"children"}
    assert "Canary notes" not in texts


def test_what_is_sent_is_the_same_whatever_the_language_of_the_page() -> None:
    whole = replace(WHOLE, consent=replace(WHOLE.consent, data=SHAREABLE))
    with translation.override("en"):
        english = fields_to_send(whole)
    with translation.override("ar"):
        assert fields_to_send(whole) == english


@pytest.mark.usefixtures("unit")
def test_figures_pass_the_gate_for_small_numbers() -> None:
    load_house()
    today = clock.today()
    for _ in range(9):
        case_taken()
    count = {one.name: one for one in measures(today, today)}["cases_opened"].count
    assert (count.at_least, count.is_exact) == (None, False)
    found, consent = case_agreed()
    press_send(found, consent)
    figures = {one.name: one for one in measures(today, today)}
    assert figures["cases_opened"].count.at_least == 10
    assert figures["cases_opened"].bears_on == ("4(d)",)
    assert figures["referrals_sent"].count.at_least is None
    tomorrow = today + timedelta(days=1)
    assert {one.name: one for one in measures(tomorrow, tomorrow)}["cases_opened"].count.at_least == 0


def test_each_reason_has_its_own_english_as_its_name() -> None:
    assert {code: str(name) for code, name in RIGHTS_REASONS.items()} == {
        reason.code: reason.says for reason in all_reasons()
    }


def test_each_state_and_reason_of_a_referral_has_a_name() -> None:
    assert set(REFERRAL_STATES) == set(ReferralState)
    assert set(DECLINE_REASONS) == set(DeclineReason)
