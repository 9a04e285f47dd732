from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from unittest.mock import patch

import pytest
import segno
from django.db import OperationalError
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.base.models import Unit, UnitKey
from safetoshare.base.models.keys import KeyKind
from safetoshare.core.ledger.proof import Verified, read_proof, verify_proof
from safetoshare.core.ledger.slip import read_slip
from safetoshare.core.receipt import draw_receipt
from safetoshare.core.vault import generate_key_pair
from safetoshare.report import api
from safetoshare.report.models import MailboxItem, ReporterMessage
from safetoshare.report.selectors.receipts import stretched
from safetoshare.sharing.api.disclosures import Disclosed, disclose
from safetoshare.sharing.api.log import publish_log
from tests.base.people import trust_keys
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter, hidden, text_of, value_of
from tests.sharing.disclosing import OFFICER, ROLE, Scene, nothing, set_scene
from tests.sharing.logs import DAY, log_keys, signing_on
from tests.web.trees import tree


@pytest.fixture
def reporter(visitor: Client) -> Reporter:
    return Reporter(visitor)


@pytest.fixture
def reported(unit: SafeguardingUnit, reporter: Reporter) -> Reporter:
    """Somebody who has sent a report."""
    assert reporter.report(account="the words of the report", how="07700 900123").status_code == 200
    return reporter


def test_coming_back_shows_the_next_step_and_never_what_was_sent(reported: Reporter) -> None:
    response = reported.come_back()
    page = text_of(response)
    due = the_report().next_step_by
    assert f"The next step is due by {due.day} {due:%B %Y}" in page
    assert "no record for you to see that anyone outside the unit was told about you" in page
    html = response.content.decode()
    assert "the words of the report" not in html
    assert "07700" not in html
    assert reported.receipt not in html


def test_when_somebody_has_taken_it_on_the_page_says_so(reported: Reporter) -> None:
    api.note_taken(the_report().id)
    assert "has taken it on" in text_of(reported.come_back())


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Some digits are missing"),
        ("1234 5678", "Some digits are missing"),
        ("1" * 30, "too many digits"),
        ("9" * 2000, "too many digits"),
        ("0000 0000 0000 0000 0000 abcd", "digits only"),
        ("1234 5678 9012 3456 7890 1234", "One digit or more is wrong"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_receipt_is_told_what_is_wrong_with_it_and_kept(reporter: Reporter, typed: str, says: str) -> None:
    response = reporter.come_back(typed)
    page = tree(response.content.decode())
    assert response.status_code == 422
    assert says in page.text
    assert value_of(page, "receipt") == typed


@pytest.mark.parametrize("zero", ["٠", "۰", "੦"])
def test_a_receipt_may_be_typed_in_any_script(reported: Reporter, zero: str) -> None:
    typed = "".join(chr(ord(zero) + int(letter)) if letter.isdigit() else "-" for letter in reported.receipt)
    assert reported.come_back(f"\u200f{typed}").status_code == 200


def test_a_receipt_of_no_report_costs_the_same_and_says_so(reported: Reporter) -> None:
    with patch("safetoshare.report.selectors.mailbox.stretched", wraps=stretched) as counted:
        response = reported.come_back(draw_receipt().grouped())
        assert "No report has this receipt" in text_of(response)
        assert response.status_code == 422
        reported.come_back()
    assert counted.call_count == 2


def test_messages_are_shown_in_their_own_language_and_direction(reported: Reporter) -> None:
    api.send_message(the_report().id, "نحن هنا\nغدا", "ar")
    api.send_message(the_report().id, "<b>We are here</b>", "en")
    page = tree(reported.come_back().content.decode())
    arabic = page.find(lang="ar", dir="rtl", class_="govuk-body")
    assert arabic.text == "نحن هنا غدا"
    assert "<b>We are here</b>" in page.text


def test_a_message_reaches_the_unit_once_and_is_not_shown_again(unit: SafeguardingUnit, reported: Reporter) -> None:
    ticket = hidden(reported.come_back())
    for _ in range(2):
        response = reported.post("/return/mailbox/", ticket=ticket, text="please ring on Monday")
        assert response.status_code == 200
        assert "Your message has been sent" in text_of(response)
        assert "Monday" not in response.content.decode()
    reported.post("/return/mailbox/", ticket=hidden(response), text="please ring on Monday")
    assert [message.text for message in unit.messages()] == ["please ring on Monday"] * 2


def test_an_empty_message_is_asked_for_and_nothing_is_sent(unit: SafeguardingUnit, reported: Reporter) -> None:
    response = reported.post("/return/mailbox/", ticket=hidden(reported.come_back()), text=" \n ")
    assert response.status_code == 422
    assert "Write a message first" in text_of(response)
    assert unit.messages() == []


def test_when_a_message_cannot_be_stored_it_stays_on_the_page_and_the_next_press_stores_it(
    unit: SafeguardingUnit, reported: Reporter
) -> None:
    ticket = hidden(reported.come_back())
    with patch.object(ReporterMessage.objects, "create", side_effect=OperationalError):
        response = reported.post("/return/mailbox/", ticket=ticket, text="kept words")
    assert response.status_code == 503
    page = tree(response.content.decode())
    assert value_of(page, "text") == "kept words"
    reported.post("/return/mailbox/", ticket=hidden(response), text=value_of(page, "text"))
    reported.post("/return/mailbox/", ticket=ticket, text="kept words")
    assert [message.text for message in unit.messages()] == ["kept words"]


def test_when_the_database_is_away_the_receipt_stays_typed(reported: Reporter) -> None:
    with patch.object(MailboxItem.objects, "filter", side_effect=OperationalError):
        response = reported.come_back()
    assert response.status_code == 503
    page = tree(response.content.decode())
    assert "We cannot look just now" in page.text
    assert value_of(page, "receipt") == reported.receipt


@pytest.mark.parametrize("path", ["/return/mailbox/", "/return/proof/"])
def test_asked_for_by_its_address_alone_a_page_asks_for_the_receipt(visitor: Client, path: str) -> None:
    response = visitor.get(f"/so{path}")
    assert (response.status_code, response["Location"]) == (302, "/so/return/")


@pytest.mark.parametrize("ticket", ["", "rubbish", "A" * 400])
@pytest.mark.parametrize("path", ["/return/mailbox/", "/return/proof/"])
def test_a_changed_page_asks_for_the_receipt_and_keeps_the_message(
    reported: Reporter, unit: SafeguardingUnit, path: str, ticket: str
) -> None:
    response = reported.post(path, ticket=ticket, text="my long <message>", number="1")
    page = tree(response.content.decode())
    assert response.status_code == 422
    assert "Type your receipt again" in page.text
    assert page.find(tag="textarea").text == "my long <message>"
    assert unit.messages() == []


def test_after_half_an_hour_the_receipt_is_asked_for_again(reported: Reporter, unit: SafeguardingUnit) -> None:
    with clock.clock_at(clock.now() - timedelta(minutes=31)):
        ticket = hidden(reported.come_back())
    assert reported.post("/return/mailbox/", ticket=ticket, text="late").status_code == 422
    assert unit.messages() == []


def test_the_ticket_of_a_report_being_written_opens_no_mailbox(reported: Reporter) -> None:
    assert reported.post("/return/mailbox/", ticket=reported.ticket, text="x").status_code == 422


@pytest.fixture
def told(reporter: Reporter) -> Iterator[tuple[Scene, Reporter]]:
    """A person about whom an organisation was told, before the log is published."""
    with signing_on():
        scene = set_scene()
        with unit_of_work(write=True):
            UnitKey.objects.create(
                unit=Unit.objects.get(name="Safeguarding"), kind=KeyKind.ORDINARY, public=generate_key_pair().public
            )
        trust_keys()
        reporter.report(account="x")
        order = scene.order(mailbox=api.mailbox_of(the_report().id))
        assert isinstance(disclose(order, by=OFFICER, role=ROLE, within=nothing), Disclosed)
        yield scene, reporter


@pytest.mark.django_db
def test_she_sees_who_was_told_what_when_why_and_by_which_rule(told: tuple[Scene, Reporter]) -> None:
    page = text_of(told[1].come_back())
    for words in ("Told to Next Link on 22 November 2026", "who the person is", "given", "Not yet. It is due by"):
        assert words in page
    assert "Canary Nightingale" not in page
    assert "Download the proof" not in page


@pytest.mark.django_db
def test_once_it_is_in_the_log_she_takes_a_proof_that_anybody_can_check(told: tuple[Scene, Reporter]) -> None:
    reporter = told[1]
    publish_log(DAY)
    response = reporter.come_back()
    assert "Since 22 November 2026" in text_of(response)
    document = reporter.post("/return/proof/", ticket=hidden(response), number="1")
    assert document["Content-Disposition"] == 'attachment; filename="information.txt"'
    assert isinstance(verify_proof(document.content, log_keys()[1]), Verified)


@pytest.mark.django_db
def test_the_square_picture_holds_the_slip_of_her_record_and_the_page_names_nobody(
    told: tuple[Scene, Reporter],
) -> None:
    reporter = told[1]
    publish_log(DAY)
    asked = {"ticket": hidden(reporter.come_back()), "number": "1"}
    page = reporter.post("/return/proof/", **asked, square="yes")
    assert page.status_code == 200
    shown = unescape(page.content.decode())
    found = re.search(r"<code[^>]*>(.*?)</code>", shown)
    assert found
    slip = read_slip(found[1].replace("<wbr>", "").encode())
    assert slip.is_of(read_proof(reporter.post("/return/proof/", **asked).content).record.encoded())
    assert segno.make(slip.text(), error="m").svg_data_uri(scale=4, border=4, light="white") in shown
    assert "Next Link" not in shown
    assert len(page.content) == len(reporter.come_back().content)


@pytest.mark.django_db
@pytest.mark.parametrize("square", [{}, {"square": "yes"}])
@pytest.mark.parametrize("number", ["1", "2", "0", "-1", "x", "", "9" * 9, "9" * 5000, "٣"])
def test_without_a_proof_the_page_says_so(told: tuple[Scene, Reporter], number: str, square: dict[str, str]) -> None:
    reporter = told[1]
    response = reporter.post("/return/proof/", ticket=hidden(reporter.come_back()), number=number, **square)
    assert response.status_code == 422
    assert "There is no proof of this yet" in text_of(response)


@pytest.mark.django_db
def test_what_was_refused_is_told_too(told: tuple[Scene, Reporter]) -> None:
    scene, reporter = told
    order = scene.order(mailbox=api.mailbox_of(the_report().id), consent="refused")
    disclose(order, by=OFFICER, role=ROLE, within=nothing)
    assert "Not told to Next Link: refused on 22 November 2026" in text_of(reporter.come_back())


@pytest.mark.django_db
def test_a_promise_of_the_log_that_was_not_kept_is_said_plainly(told: tuple[Scene, Reporter]) -> None:
    with clock.clock_at(clock.now() + timedelta(days=30)):
        assert "you can complain" in text_of(told[1].come_back())


def test_she_takes_her_agreement_back_at_once_and_a_second_press_changes_nothing(reported: Reporter) -> None:
    page = reported.come_back()
    assert "If you want us to stop" in text_of(page)
    for _ in range(2):
        stopped = reported.post("/return/agreement/", ticket=hidden(page))
        assert "You have taken your agreement back" in text_of(stopped)
        assert len(stopped.content) == len(page.content)
    assert the_report().stop_asked_on == clock.today()
    assert api.stops_asked() == [the_report().id]


def test_without_a_ticket_of_hers_nothing_is_taken_back(reported: Reporter) -> None:
    assert reported.post("/return/agreement/", ticket="forged").status_code == 422
    assert reported.get("/return/agreement/").status_code == 302
    assert the_report().stop_asked_on is None


def test_while_the_database_is_away_it_is_said_that_nothing_was_taken_back(reported: Reporter) -> None:
    page = reported.come_back()
    with patch("safetoshare.report.api.returning.ask_to_stop", side_effect=OperationalError):
        assert reported.post("/return/agreement/", ticket=hidden(page)).status_code == 503
