"""Whatever else was done about her she finds with her receipt, in her language, with its place in the public log."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from safetoshare.core.ledger.act import ActRecord
from safetoshare.core.ledger.proof import Verified, verify_proof
from safetoshare.report.api import mailbox_of
from safetoshare.report.api.returning import ActNotice, Told
from safetoshare.report.views.told import shown
from safetoshare.sharing.api.acts import Act, ActOrder, record_act
from safetoshare.sharing.api.log import publish_log
from tests.core.ledger.records import act_record
from tests.report.conftest import the_report
from tests.report.pages import Reporter, hidden, text_of
from tests.report.views.test_returning import reporter, told
from tests.sharing.disclosing import OFFICER, Scene
from tests.sharing.logs import DAY, log_keys

__all__ = ["reporter", "told"]


def notice(act: Act, answer: str) -> ActNotice:
    record = act_record(act, answer=answer)
    return ActNotice(
        number=record.number,
        on=record.on,
        act=act,
        recipient=record.recipient,
        organisation_name=record.organisation_name,
        happened_on=record.happened_on,
        kinds=record.data,
        purpose=record.purpose,
        answer=record.answer,
        necessity=record.necessity,
        until=record.until,
        role=record.role,
        include_by=DAY,
        record=record.encoded(),
        salt=b"",
        commitment=b"",
        promise="",
    )


@pytest.mark.parametrize("language", ["en", "pa", "ur", "ar", "so"])
@pytest.mark.parametrize("act", Act)
def test_each_act_has_words_in_each_language(act: Act, language: str) -> None:
    answers = ("yes", "no") if act_record(act).answer else ("",)
    with translation.override(language):
        for answer in answers:
            says = shown(Told(notice(act, answer), None), DAY)
            assert says["heading"]
            assert "%(" not in says["heading"] + says["until"]
            assert says["template"] == "report/act.html"


@pytest.mark.django_db(databases=["default", "audit"])
def test_what_was_told_outside_the_system_stands_beside_what_was_decided(told: tuple[Scene, Reporter]) -> None:
    scene, she = told
    record_act(
        ActOrder(
            act=Act.FOUND_OUTSIDE,
            case=scene.case,
            mailbox=mailbox_of(the_report().id),
            nonce=uuid4(),
            recipient="immigration_enforcement",
            organisation_name="Invented Enforcement",
            happened_on=date(2026, 11, 20),
            data=("identity",),
        ),
        by=OFFICER,
        role="unit_supervisor",
    )
    page = text_of(she.come_back())
    assert "Told to Invented Enforcement on 20 November 2026 outside this system. We found out later" in page
    assert "The Information Commissioner is told by 25 November 2026" in page
    assert "Told to Next Link" in page
    assert "Unit supervisor" in page


@pytest.mark.django_db(databases=["default", "audit"])
def test_an_act_has_a_proof_that_anybody_can_check(told: tuple[Scene, Reporter]) -> None:
    _scene, she = told
    order = ActOrder(Act.OPENED, uuid4(), mailbox_of(the_report().id), uuid4(), organisation_name="Next Link")
    number = record_act(order, by=OFFICER, role="unit_supervisor").number
    publish_log(DAY)
    page = she.come_back()
    document = she.post("/return/proof/", ticket=hidden(page), number=str(number)).content
    proved = verify_proof(document, log_keys()[1])
    assert isinstance(proved, Verified)
    assert isinstance(proved.record, ActRecord)
    assert proved.record.act == Act.OPENED
