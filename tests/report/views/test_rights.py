"""A page of rights in words that a child of eleven reads, and a complaint from the mailbox with its day."""

from __future__ import annotations

import pytest
from django.test import Client

from safetoshare.base import clock
from safetoshare.report.api import due_on
from tests.core.files.samples import picture
from tests.report.conftest import SafeguardingUnit
from tests.report.pages import Reporter, hidden, text_of

pytestmark = pytest.mark.django_db
PHOTO = ("IMG_1.jpg", picture("JPEG"))


@pytest.fixture
def returned(visitor: Client, unit: SafeguardingUnit) -> Reporter:
    reporter = Reporter(visitor)
    reporter.report()
    reporter.ticket = hidden(reporter.come_back())
    return reporter


def test_the_page_says_each_right_its_days_and_its_source_and_asks_nothing(visitor: Client) -> None:
    response = Reporter(visitor).get("/report/rights/")
    page = text_of(response)
    for words in (
        "interpreter free of charge",
        "Within 2 working days.",
        "Within 1 month.",
        "Right 12",
        "How to complain",
    ):
        assert words in page
    assert "wherever you come from" in page
    assert b"<input" not in response.content
    assert not response.cookies


def test_the_english_beside_a_translation_is_english_to_its_end(visitor: Client) -> None:
    page = text_of(Reporter(visitor, "ur").get("/report/rights/"))
    assert "we ask what you need. Within 2 working days." in page


def test_the_mailbox_leads_there(returned: Reporter) -> None:
    assert "/en/report/rights/" in returned.come_back().content.decode()


def test_a_complaint_reaches_the_unit_as_one_and_the_person_reads_by_when_it_is_answered(
    returned: Reporter, unit: SafeguardingUnit
) -> None:
    page = returned.post("/return/mailbox/", ticket=returned.ticket, text="Nobody called.", is_complaint="on")
    day = due_on("complain", clock.today())
    assert f"We tell you here by {day.day} {day:%B %Y} what we do about your complaint" in text_of(page)
    (message,) = unit.messages()
    assert (message.kind, message.written_on) == ("complaint", clock.today())


def test_a_message_that_is_none_says_nothing_of_one(returned: Reporter, unit: SafeguardingUnit) -> None:
    page = returned.post("/return/mailbox/", ticket=returned.ticket, text="Thank you.")
    assert "your complaint" not in text_of(page)
    assert (unit.messages()[0].kind, unit.messages()[0].written_on) == ("", None)


def test_a_complaint_may_come_with_files(returned: Reporter, unit: SafeguardingUnit) -> None:
    choosing = returned.post(
        "/return/files/", ticket=returned.ticket, text="See this.", is_complaint="on", choose="files"
    )
    assert 'name="is_complaint"' in choosing.content.decode()
    returned.ticket = hidden(choosing)
    page = returned.add(PHOTO, address="/return/files/", text="See this.", is_complaint="on")
    assert "what we do about your complaint" in text_of(page)
    (message,) = unit.messages()
    assert (message.kind, len(message.files)) == ("complaint", 1)
