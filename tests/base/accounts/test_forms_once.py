"""A form of staff and partners is carried out once, whatever is pressed; one that was not carried out can be sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

import safetoshare
from safetoshare.base.accounts import forms_once
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import (
    FORM_NONCE,
    PRESSED_AT_WILL,
    View,
    answers_again,
    draw_nonce,
    hash_of,
)
from safetoshare.base.accounts.middleware import SignedInAccount
from safetoshare.base.models import Account, RecoveryCode, UsedForm
from safetoshare.base.permissions import Action, Realm, Role
from safetoshare.base.tasks import DAYS_OF_USED_FORMS, delete_used_forms
from tests.web.trees import tree

pytestmark = [
    pytest.mark.django_db(databases=["default", "audit"]),
    pytest.mark.usefixtures("sends_its_own_nonces", "officer"),
]
# Views whose second press is run again, and why that does nothing twice.
ANSWER_AGAIN = {
    "hub.views.assessment.assessment": "it is saved over the one that was shown, or the two are shown side by side",
    "hub.views.assessment.message": "it is sent while the case is as it was shown, or what was typed is shown again",
    **dict.fromkeys(
        ("hub.views.files.copy", "hub.views.files.original"),
        "it changes nothing but the list of who opened the file, where each opening stands",
    ),
    "hub.views.referring.consent": "its form has an identifier of its own, under which one consent is kept",
    "hub.views.referring.refer": "what was sent is sent once for a consent; the second press is shown that it was",
    "hub.views.searching.search": "it changes nothing, and each search counts in the hour's quota",
    "sharing.views.questions.may_i_share": "it changes nothing",
    "sharing.views.replay.replay": "it changes nothing, and each opening is audited and counted",
    "hub.views.telling.told": "its form has an identifier of its own, under which one record is kept",
    "hub.views.letters.letter": "its form has an identifier of its own, under which one letter is sent or asked for",
    "hub.views.letters.decided": "what was decided names the order, which is carried out once",
    "hub.views.reviewing.review": "a record is reviewed once; the second press is told that it was",
    "hub.views.deciding.decision": "a question is answered once; the second press is told that it was",
    "hub.views.requests.about_a_case": "its form has an identifier of its own, under which one record is kept",
    **dict.fromkeys(
        ("report.views.centre.slip", "report.views.centre.enter"),
        "it stores nothing: the receipt, what was typed and the nonce are in the page",
    ),
    "report.views.centre.send": "its ticket has a nonce of its own, under which one report is stored",
    "base.audit.views.export": "it changes nothing, and each export is audited",
}
# Forms without a nonce, because their actions are pressed at will, or which keep the nonce of the form before them.
WITHOUT_FORM_TOKEN = {
    *("join.html", "join_passphrase.html", "join_authenticator.html", "join_codes.html"),
    *("sign_in.html", "unlock.html", "front.html"),
    *("confirm.html", "not_now.html", "letter_code.html"),
}
OFFICER = SignedInAccount(uuid4(), "victim-care-officer", Role.VICTIM_CARE_OFFICER, Realm.STAFF)
COLLEAGUE = SignedInAccount(uuid4(), "unit-supervisor", Role.UNIT_SUPERVISOR, Realm.STAFF)
Answer = Callable[[], HttpResponse]


class Counted:
    """A view of case work that counts how often it was run, and answers as it is told."""

    def __init__(self, answer: Answer = HttpResponse, *, is_run_again: bool = False) -> None:
        self.runs = 0
        self.answer = answer

        def view(_request: HttpRequest, realm: str) -> HttpResponse:
            self.runs += 1
            return self.answer()

        self.view = allowed(Action.CASE_WORK)(answers_again(view) if is_run_again else view)

    def send(self, nonce: str | None, account: SignedInAccount = OFFICER, **typed: str) -> HttpResponse:
        request = RequestFactory().post("/staff/", typed if nonce is None else {FORM_NONCE: nonce, **typed})
        request.account = account  # type: ignore[attr-defined]  # as AccountMiddleware does
        return self.view(request, realm="staff")


def hidden(response: HttpResponse) -> dict[str, str]:
    """Return the hidden fields of the page's last form."""
    form = [one for one in tree(response.content.decode()).walk() if one.tag == "form"][-1]
    return {
        str(one.attributes["name"]): str(one.attributes.get("value") or "") for one in form.walk() if one.tag == "input"
    }


@pytest.mark.parametrize("answer", [HttpResponse, lambda: HttpResponse(status=302, headers={"Location": "/"})])
def test_a_form_that_was_carried_out_is_not_run_a_second_time(answer: Answer) -> None:
    work, nonce = Counted(answer), draw_nonce()
    work.send(nonce)
    second = work.send(nonce, notes="Canary <b> words typed after going back", passphrase="canary secret words")
    assert (work.runs, second.status_code) == (1, 409)
    words = second.content.decode()
    assert "Canary &lt;b&gt; words typed after going back</textarea>" in words
    assert "canary secret" not in words
    assert "This was done already" in words
    assert 'href="/staff/"' in words


def test_of_two_presses_at_once_the_second_is_not_run() -> None:
    nonce = draw_nonce()
    answers: list[HttpResponse] = []

    def while_it_is_pressed_again() -> HttpResponse:
        if not answers:
            answers.append(work.send(nonce))
        return HttpResponse()

    work = Counted(while_it_is_pressed_again)
    first = work.send(nonce)
    assert (work.runs, first.status_code, answers[0].status_code) == (1, 200, 409)


@pytest.mark.parametrize("status", [400, 404, 409, 422, 423, 500, 503])
def test_a_form_that_was_not_carried_out_is_sent_again_as_it_stands(status: int) -> None:
    work, nonce = Counted(lambda: HttpResponse(status=status)), draw_nonce()
    assert work.send(nonce).status_code == status
    work.answer = HttpResponse
    assert work.send(nonce).status_code == 200
    assert (work.send(nonce).status_code, work.runs) == (409, 2)


def test_a_view_that_breaks_leaves_its_form_to_be_sent_again() -> None:
    def breaks() -> HttpResponse:
        raise Http404

    work, nonce = Counted(breaks), draw_nonce()
    with pytest.raises(Http404):
        work.send(nonce)
    assert not UsedForm.objects.exists()


@pytest.mark.parametrize("nonce", [None, "", "x" * 32, "a" * 31, "a" * 33, "A" * 32, "a" * 32 + "\n", "١" * 32])
def test_a_form_without_a_nonce_is_shown_with_one_and_keeps_what_was_typed(nonce: str | None) -> None:
    work = Counted()
    asked = work.send(nonce, notes="Canary <b> words", passphrase="canary secret", code="123456")
    assert (work.runs, asked.status_code) == (0, 422)
    kept = hidden(asked)
    assert kept["notes"] == "Canary <b> words"
    assert not {"passphrase", "code"} & set(kept)
    assert work.send(kept[FORM_NONCE], notes=kept["notes"]).status_code == 200
    assert work.runs == 1


def test_nobody_uses_up_a_form_of_somebody_else() -> None:
    work, nonce = Counted(), draw_nonce()
    work.send(nonce)
    assert work.send(nonce, COLLEAGUE).status_code == 200
    assert hash_of(OFFICER.id, nonce) != hash_of(COLLEAGUE.id, nonce)


def test_what_is_kept_of_a_form_is_its_hash_and_the_day() -> None:
    nonce = draw_nonce()
    Counted().send(nonce)
    kept = UsedForm.objects.get()
    assert kept.nonce_hash == hash_of(OFFICER.id, nonce)
    assert nonce not in kept.nonce_hash


def test_a_view_that_answers_again_is_run_again_but_not_without_a_nonce() -> None:
    work, nonce = Counted(is_run_again=True), draw_nonce()
    assert [work.send(nonce).status_code for _press in range(2)] == [200, 200]
    assert (work.send(None).status_code, work.runs) == (422, 2)


def test_a_form_that_cannot_be_noted_is_not_carried_out_and_is_kept_as_the_same_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def is_away(_used: str) -> bool:
        raise OperationalError

    work, nonce = Counted(), draw_nonce()
    monkeypatch.setattr(forms_once, "_keep", is_away)
    answer = work.send(nonce, notes="Canary words")
    assert (work.runs, answer.status_code) == (0, 503)
    assert (hidden(answer)[FORM_NONCE], hidden(answer)["notes"]) == (nonce, "Canary words")


def test_beginning_and_ending_access_needs_no_nonce(signed_in: Client) -> None:
    assert {str(action) for action in PRESSED_AT_WILL} == {
        "base:account:sign_in",
        "base:account:sign_out",
        "base:account:join",
        "base:key:unlock",
        "base:key:lock",
    }
    assert signed_in.post("/staff/lock/", {}).status_code == 302
    assert signed_in.post("/staff/sign-out/", {}).status_code == 302


def test_recovery_codes_are_drawn_once_however_often_the_button_is_pressed(signed_in: Client, officer: Account) -> None:
    address = "/en/staff/account/recovery-codes/"
    sent = hidden(signed_in.get("/en/staff/account/"))  # type: ignore[arg-type]  # the client's own response
    first = signed_in.post(address, sent)
    drawn = set(RecoveryCode.objects.values_list("pk", flat=True))
    assert (first.status_code, len(drawn)) == (200, 10)
    assert signed_in.post(address, sent).status_code == 409
    assert set(RecoveryCode.objects.values_list("pk", flat=True)) == drawn


def test_two_forms_of_a_page_have_nonces_of_their_own_beside_the_sites_token() -> None:
    rendered = Template("{% load components %}<form>{% form_token %}</form><form>{% form_token %}</form>").render(
        Context({"csrf_token": "canary-token"})
    )
    forms = [one for one in tree(rendered).walk() if one.tag == "form"]
    fields = [
        {str(one.attributes["name"]): one.attributes["value"] for one in form.walk() if one.tag == "input"}
        for form in forms
    ]
    assert [set(one) for one in fields] == [{"csrfmiddlewaretoken", FORM_NONCE}] * 2
    assert fields[0][FORM_NONCE] != fields[1][FORM_NONCE]


def test_every_form_carries_a_nonce_but_those_that_are_pressed_at_will() -> None:
    templates = [*Path(safetoshare.__file__).parent.rglob("templates/**/*.html")]
    without = {one.name for one in templates if "{% csrf_token %}" in one.read_text(encoding="utf-8")}
    assert without == WITHOUT_FORM_TOKEN


def test_each_view_that_answers_again_stands_here_with_its_reason() -> None:
    found = {
        f"{view.__module__.removeprefix('safetoshare.')}.{view.__name__}"
        for view in views(get_resolver())
        if getattr(view, "answers_again", False)
    }
    assert found == set(ANSWER_AGAIN)


def views(part: URLResolver) -> Iterator[View]:
    for one in part.url_patterns:
        if isinstance(one, URLResolver):
            yield from views(one)
        elif isinstance(one, URLPattern):
            yield one.callback


def test_used_forms_are_kept_two_days() -> None:
    today = date(2026, 6, 17)
    for age in (0, DAYS_OF_USED_FORMS, DAYS_OF_USED_FORMS + 1, 400):
        UsedForm.objects.create(nonce_hash=f"{age}", on=today - timedelta(days=age))
    delete_used_forms(today)
    assert set(UsedForm.objects.values_list("nonce_hash", flat=True)) == {"0", "2"}


def test_nonces_are_drawn_anew_each_time() -> None:
    drawn = {draw_nonce() for _time in range(100)}
    assert len(drawn) == 100
    assert len({hash_of(UUID(int=1), one) for one in drawn}) == 100
