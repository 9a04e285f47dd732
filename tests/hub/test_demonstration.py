"""The synthetic month: told by the unit's own verbs, once, and never outside the demonstration."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base import clock
from safetoshare.base.demonstration import create_synthetic_accounts
from safetoshare.base.models import Account
from safetoshare.base.settings.environment import PACKAGE, Mode
from safetoshare.base.settings.secrets import create_keys
from safetoshare.core.cases import CaseState
from safetoshare.core.errors import RefusedError, SettingError
from safetoshare.core.measures import SMALLEST_SHOWN, PublishedCount, published
from safetoshare.core.referrals import ReferralState
from safetoshare.core.transparency import last_of_month
from safetoshare.hub.demonstration import first_day, load, read_month
from safetoshare.hub.models import Case, CaseGroup, Referral
from safetoshare.network import demonstration as network_demonstration
from safetoshare.report import api as reports
from safetoshare.report.api import centres
from safetoshare.sharing import demonstration as sharing_demonstration
from safetoshare.sharing.api import log
from safetoshare.sharing.api.figures import COUNTED, HELPERS, KINDS, What, figures
from tests.base.people import stretch_quickly

pytestmark = pytest.mark.django_db(databases=["default", "audit"])
MONTH = PACKAGE / "forces" / "avon_and_somerset" / "demonstration" / "month.toml"


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """All that is loaded before the month."""
    stretch_quickly(monkeypatch)
    create_keys(tmp_path, Mode.DEMONSTRATION)
    settings.ENVIRONMENT = settings.ENVIRONMENT.__class__(**{**vars(settings.ENVIRONMENT), "secrets": tmp_path})
    create_synthetic_accounts()
    network_demonstration.load()
    sharing_demonstration.load()


def told() -> tuple[int, int, int]:
    return Case.objects.count(), CaseGroup.objects.count(), Referral.objects.count()


def test_the_month_fills_every_list_and_is_told_once(prepared: None) -> None:
    load()
    month = read_month(MONTH)
    assert len(reports.reports_received()) == month.untouched
    assert Case.objects.count() == month.reports - month.untouched
    assert set(Case.objects.values_list("state", flat=True)) == {CaseState.ASSESSED, CaseState.REFERRED}
    states = set(Referral.objects.values_list("state", flat=True))
    assert {ReferralState.SENT, ReferralState.ACCEPTED, ReferralState.WAITING_LIST, ReferralState.DECLINED} <= states
    before = told()
    load()
    assert told() == before


def test_every_disclosure_of_the_month_went_to_a_service_and_stands_in_the_log(prepared: None) -> None:
    load()
    assert Referral.objects.count() >= 2 * SMALLEST_SHOWN
    state = log.log_state()
    assert state is not None
    assert not state.is_overdue


# The last day before a month is whole, and the first after it, each day; those between in the long run.
@pytest.mark.parametrize(
    "today",
    [
        date(2026, 12, 2),
        *(pytest.param(date(2026, month, day), marks=pytest.mark.long) for month, day in ((11, 30), (12, 1), (12, 3))),
    ],
)
def test_whenever_it_is_told_a_whole_month_has_its_figures(prepared: None, today: date) -> None:
    with clock.clock_at(datetime.combine(today, time(12), clock.LONDON)):
        load()
        first = first_day(today)
        until = last_of_month(first)
        found = {(one.recipients, one.what): one.count for one in figures() if one.until == until}
        sent = Referral.objects.filter(sent_on__range=(first, until)).count()
    assert len(found) == len(KINDS) * len(COUNTED)
    assert found.pop((HELPERS, What.DISCLOSURE)) == published(sent)
    assert sent >= SMALLEST_SHOWN
    assert set(found.values()) == {PublishedCount(0, is_exact=True)}
    assert {one.since.replace(day=1) for one in figures()} == {first}


def test_nothing_of_the_month_lies_ahead(prepared: None) -> None:
    load()
    assert not Case.objects.filter(opened_on__gt=clock.today()).exists()
    assert all(one.received_on < clock.today() for one in reports.reports_received())


def test_production_refuses_it(settings: Settings) -> None:
    settings.IS_DEMONSTRATION = False
    with pytest.raises(RefusedError):
        load()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "text", ["", "not toml", "seed = 1\nreports = 1\nuntouched = 0\n[message]\n[[story]]\n", "\xff"]
)
def test_a_month_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "month.toml"
    path.write_text(text, "latin-1")
    with pytest.raises(SettingError, match=r"month\.toml"):
        read_month(path)
    with pytest.raises(SettingError):
        read_month(tmp_path / "none.toml")


def test_every_story_can_be_answered_in_its_own_language() -> None:
    month = read_month(MONTH)
    assert {story["page_language"] for story in month.stories} <= set(month.messages)


def test_the_reporting_centre_has_some_history_and_not_all_of_it_is_taken(prepared: None) -> None:
    load()
    worker = Account.objects.get(name="reporting-centre-worker")
    assert worker.organisation is not None
    sent = centres.sent_by(worker.organisation)
    assert len(sent) == read_month(MONTH).reports // 6
    assert {one.is_taken for one in sent} == {True, False}
    assert [one.sent_on for one in sent] == sorted((one.sent_on for one in sent), reverse=True)
