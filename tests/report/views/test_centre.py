"""A third-party reporting centre types in what a person wrote on paper, as its worker meets the pages."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from safetoshare.base.accounts.services import create_account
from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.base.models import AuditRow
from safetoshare.base.permissions import Role
from safetoshare.report.models import Report, ReportState
from tests.base.accounts.pages import sign_in
from tests.report.centres import ANOTHER, PAPER, Desk, audited, desk, desk_of, open_centre, reference_on
from tests.report.conftest import SafeguardingUnit, report_count
from tests.report.pages import Reporter, answers_on, hidden, shown_receipt, text_of, value_of
from tests.web.trees import tree

__all__ = ["audited", "desk"]
pytestmark = pytest.mark.django_db(databases=["default", "audit"])


def test_what_stands_on_paper_reaches_the_unit_sealed_with_the_centre_and_the_consent_as_it_is(
    desk: Desk, unit: SafeguardingUnit
) -> None:
    response = desk.enter(agreed="does_not_know", how="Knock twice", about="supporter", works_at="Ring the bell")
    assert response.status_code == 200
    content = unit.account()
    assert (content.account, content.agreed, content.about) == ("He took my wages.", "does_not_know", "supporter")
    assert (content.written_on, content.rule_read, content.promise_shown_on) == (
        date(2026, 11, 20),
        "yes",
        date(2026, 11, 19),
    )
    assert (content.page_language, content.works_at) == ("ar", "Ring the bell")
    assert content.centre == f"Nightingale Centre, {reference_on(text_of(response))}"
    assert unit.contact().how == "Knock twice"


@pytest.mark.parametrize("said", ["agrees", "not_asked", "does_not_know", "cannot_be_asked"])
def test_each_state_of_consent_is_kept_as_it_is(desk: Desk, unit: SafeguardingUnit, said: str) -> None:
    desk.enter(agreed=said)
    assert unit.account().agreed == said


@pytest.mark.parametrize("said", ["", "not_said", "yes", "agreed", "AGREES"])
def test_any_other_word_for_consent_is_an_error_and_loses_nothing(
    desk: Desk, unit: SafeguardingUnit, said: str
) -> None:
    response = desk.enter(agreed=said, needs=["safety", "safe_place"], area="E06000023")
    assert (response.status_code, report_count()) == (422, 0)
    assert "Say whether the person agrees" in text_of(response) or "Choose one of the answers" in text_of(response)
    shown = answers_on(response)
    assert (shown["account"], shown["needs"]) == ([PAPER["account"]], ["safety", "safe_place"])
    assert value_of(tree(response.content.decode()), "written_on") == PAPER["written_on"]
    assert hidden(response)


def test_without_consent_or_language_or_the_rule_nothing_is_inferred(desk: Desk, unit: SafeguardingUnit) -> None:
    desk.reach_questions()
    response = desk.post("send/", ticket=desk.ticket, account="He took my wages.")
    assert (response.status_code, report_count()) == (422, 0)
    for words in ("whether the person agrees", "in which language it was written", "whether our rule on sharing"):
        assert f"Say {words}" in text_of(response)


def test_the_screen_asks_what_the_paper_asks_in_its_order_under_its_numbers(desk: Desk, visitor: Client) -> None:
    screen = text_of(desk.reach_questions())
    paper = tree(Reporter(visitor).get("/report/paper/").content.decode())
    questions = [one.text for one in paper.walk() if one.tag == "h3"]
    assert len(questions) > 25
    places = [screen.index(question) for question in questions]
    assert places == sorted(places)
    assert [question.split()[0] for question in questions][:4] == ["1.1", "1.2", "2.1", "2.2"]


def test_no_question_of_the_screen_is_about_status(desk: Desk) -> None:
    page = tree(desk.reach_questions().content.decode())
    asked = " ".join(one.text for one in page.walk() if one.tag in ("label", "legend"))
    assert len(asked) > 1000
    assert not re.search(r"status|visa|nationality|passport|citizen|leave to", asked, re.IGNORECASE)


def test_the_rule_and_the_duties_stand_before_the_receipt(desk: Desk) -> None:
    text = text_of(desk.get("rule/"))
    said = [text.index(words) for words in ("Our rule on sharing", "It belongs to the police", "Your own duties stand")]
    assert said == sorted(said)
    assert "Serious Crime Act" in text or "Female Genital Mutilation Act" in text
    assert Report.objects.count() == 0


def test_the_receipt_is_shown_once_and_never_by_the_pages_after_it(desk: Desk, unit: SafeguardingUnit) -> None:
    desk.take_slip()
    assert len(desk.receipt.replace(" ", "")) == 24
    after = [desk.reach_questions(), desk.send(), desk.get()]
    groups = desk.receipt.split()
    assert [response.status_code for response in after] == [200, 200, 200]
    assert not any(" ".join(groups[:3]) in text_of(response) for response in after)


def test_the_words_for_the_slip_stand_in_every_language(desk: Desk) -> None:
    page = tree(desk.take_slip().content.decode())
    words = "This number is the only way back to your report. Nobody can give you a new one, and we cannot look it up."
    for language in LANGUAGES:
        with translation.override(language.code):
            said = translation.gettext(words)
        block = next(one for one in page.walk() if one.tag == "div" and one.attributes.get("lang") == language.code)
        assert block.attributes["dir"] == language.direction
        assert said in block.text


def test_the_person_opens_her_mailbox_with_the_slip(desk: Desk, visitor: Client, unit: SafeguardingUnit) -> None:
    desk.enter()
    assert Reporter(visitor).come_back(desk.receipt).status_code == 200


def test_whoever_has_not_written_the_slip_sees_the_same_receipt_again(desk: Desk) -> None:
    first = desk.take_slip()
    response = desk.post("new/", ticket=desk.ticket, groups="1111 1111")
    assert (response.status_code, shown_receipt(response)) == (422, shown_receipt(first))
    assert "not the last two groups" in text_of(response)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"rule_of": ""}, "Type the day that stands beside the rule"),
        ({"rule_of": "2026-11-21"}, "comes after the one on which the paper was written"),
        ({"written_on": "2126-01-01"}, "This day has not come yet"),
        ({"written_on": "yesterday"}, "Enter a day, such as"),
        ({"account": ""}, "Write what happened"),
        ({"written_in": "xx"}, "Choose one of the answers on this page"),
    ],
)
def test_what_is_wrong_is_said_and_kept(desk: Desk, unit: SafeguardingUnit, changed: dict[str, str], says: str) -> None:
    response = desk.enter(**changed)
    assert (response.status_code, report_count()) == (422, 0)
    assert says in text_of(response)


def test_where_the_rule_was_not_read_no_day_of_it_is_kept(desk: Desk, unit: SafeguardingUnit) -> None:
    desk.enter(rule_read="no", written_in="another")
    content = unit.account()
    assert (content.rule_read, content.promise_shown_on, content.page_language) == ("no", None, "")


def test_the_centre_sees_what_it_sent_in_general_words_and_another_centre_nothing(
    desk: Desk, unit: SafeguardingUnit
) -> None:
    reference = reference_on(text_of(desk.enter(account="Canary words")))
    open_centre(ANOTHER, "Another")
    elsewhere = desk_of("elsewhere", ANOTHER)
    mine = text_of(desk.get())
    assert reference in mine
    assert "The unit has received it" in mine
    assert "Canary" not in mine
    assert reference not in text_of(elsewhere.get())
    Report.objects.update(state=ReportState.TAKEN)
    assert "Somebody in the unit has taken it on" in text_of(desk.get())


def test_drawing_and_sending_are_audited(desk: Desk, unit: SafeguardingUnit) -> None:
    before = AuditRow.objects.count()
    desk.enter()
    assert AuditRow.objects.filter(action="report:centre:enter").count() == 3
    assert AuditRow.objects.count() == before + 3


@pytest.mark.parametrize("room", ["new/", "slip/", "send/"])
def test_asked_for_by_its_address_a_page_leads_back_to_the_rule(desk: Desk, room: str) -> None:
    answer = desk.get(room)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/en/partner/reports/rule/")


@pytest.mark.parametrize("room", ["", "rule/", "slip/", "new/", "send/"])
def test_nobody_else_comes_in(visitor: Client, desk: Desk, room: str) -> None:
    signed_out = visitor.get(f"/en/partner/reports/{room}")
    assert (signed_out.status_code, signed_out.headers["Location"]) == (302, "/en/partner/")
    helper = Client(headers={"host": "127.0.0.1"})
    sign_in(helper, create_account("helper", Role.PARTNER_WORKER, organisation=ANOTHER))
    assert helper.get(f"/en/partner/reports/{room}").status_code == 403


@pytest.mark.parametrize("room", ["", "rule/"])
def test_a_worker_of_no_organisation_has_nothing_to_send(desk: Desk, room: str) -> None:
    alone = Client(headers={"host": "127.0.0.1"})
    sign_in(alone, create_account("alone", Role.REPORTING_CENTRE_WORKER))
    assert alone.get(f"/en/partner/reports/{room}").status_code == 403
    assert alone.post("/en/partner/reports/slip/").status_code == 403


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_each_page_speaks_each_language(desk: Desk, unit: SafeguardingUnit, language: Language) -> None:
    desk.language = language.code
    pages = [desk.get(), desk.get("rule/"), desk.take_slip(), desk.reach_questions(), desk.send(agreed=""), desk.send()]
    assert [page.status_code for page in pages] == [200, 200, 200, 200, 422, 200]
    for page in pages:
        html = tree(page.content.decode()).find(tag="html")
        assert (html.attributes["lang"], html.attributes["dir"]) == (language.code, language.direction)


def test_huge_hostile_and_bidirectional_words_reach_the_unit_as_they_are(desk: Desk, unit: SafeguardingUnit) -> None:
    words = "<script>alert(1)</script> \u202eسطر\u202c " + "x" * 200_000
    assert desk.enter(account=words).status_code == 200
    assert unit.account().account == words
