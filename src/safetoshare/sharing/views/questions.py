"""The officer's screen: may I share this? Answered from the policy in force in a minute, and kept nowhere (Rec 4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.middleware import acting
from safetoshare.base.permissions import Action
from safetoshare.sharing.api.questions import FOLLOW_UPS, Answer, OfficersAnswer, answer_question
from safetoshare.sharing.forms import QuestionForm
from safetoshare.sharing.labels import ATTRIBUTES, OBLIGATIONS, VALUES, value_name

FIRST = ("recipient", "subject", "purpose")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.QUESTION_ASK)
def may_i_share(request: HttpRequest, realm: str) -> HttpResponse:
    """Ask three things, answer over all values of the rest, and ask one more only where it matters."""
    if request.method != "POST":
        return render(request, "sharing/question.html", {"form": QuestionForm(follow_ups=FOLLOW_UPS)})
    form = QuestionForm(request.POST.dict(), follow_ups=FOLLOW_UPS)
    if not form.is_valid():
        asked = request.POST.get("asked", "")
        asked = asked if asked in FOLLOW_UPS and not any(name in form.errors for name in FIRST) else ""
        return render(request, "sharing/question.html", {"form": form} | _asking(form, asked), status=422)
    answer = answer_question(form.known, acting(request).role, clock.today())
    if answer is None:
        return render(request, "sharing/answer.html", {"answer": None})
    return render(request, "sharing/answer.html", _shown(form, answer))


def _shown(form: QuestionForm, answer: OfficersAnswer) -> dict[str, Any]:
    outlook = answer.outlook
    return {
        "answer": answer,
        "is_no": outlook.answer is Answer.NO,
        "is_yes": outlook.answer is Answer.YES,
        "is_human": outlook.answer is Answer.HUMAN,
        "rows": [
            {
                "key": {"text": ATTRIBUTES[name]},
                "value": {"text": capfirst(value_name(name, value))},
            }
            for name, value in form.known.items()
        ],
        "groups": [
            {
                "answer": group.answer,
                "data": [value_name("data", kind) for kind in group.data],
                "gateways": [value_name("gateway", name) for name in group.under],
            }
            for group in outlook.groups
        ],
        "by": [VALUES["actor"][actor] for actor in outlook.by],
        "instead": [OBLIGATIONS[word] for word in answer.instead],
        "duties": [OBLIGATIONS[word] for word in answer.duties],
        "rules": outlook.refusing if outlook.answer is Answer.NO else outlook.granting,
        "shows_groups": answer.may_be_explained,
        "copyable": _to_copy(answer) if outlook.answer is Answer.NO else "",
        "short_hash": answer.in_force.sha256[:12],
    } | _asking(form, answer.ask_next)


def _to_copy(answer: OfficersAnswer) -> str:
    """Return the refusal in the version's own words, for whoever asked the officer."""
    policy, refusing = answer.in_force.policy, answer.outlook.refusing
    by = f"{policy.id} (SHA-256 {answer.in_force.sha256[:12]})"
    words = [f"No: under our policy {by} an officer of my role may not share this."]
    if refusing:
        words += [f"Rules: {', '.join(rule.id for rule in refusing)}.", refusing[0].says]
    return " ".join(words)


def _asking(form: QuestionForm, asked: str) -> dict[str, Any]:
    """Return the field to show now, and hidden what was answered before."""
    if not asked:
        return {}
    before = [*FIRST, *(name for name in FOLLOW_UPS if name in form.cleaned_data and name != asked)]
    hidden = [{"name": name, "value": form.cleaned_data[name]} for name in before if form.cleaned_data.get(name)]
    return {"asked": asked, "asked_field": form[asked], "hidden": [*hidden, {"name": "asked", "value": asked}]}
