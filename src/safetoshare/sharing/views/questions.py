"""The officer's screen: may I share this? Answered from the policy in force in a minute, and kept nowhere (Rec 4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.middleware import acting
from safetoshare.base.permissions import Action
from safetoshare.network.api import DirectoryService
from safetoshare.sharing.api.questions import (
    FOLLOW_UPS,
    HOME_OFFICE_BODIES,
    Answer,
    NearMiss,
    OfficersAnswer,
    answer_question,
    services_instead,
    would_change,
)
from safetoshare.sharing.forms import QuestionForm
from safetoshare.sharing.labels import ATTRIBUTES, OBLIGATIONS, VALUES, value_name

# An officer has one minute: the first reasons are read, the others are unfolded.
MOST_RULES_SHOWN = 2
FIRST = ("recipient", "subject", "purpose")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.QUESTION_ASK)
@answers_again
def may_i_share(request: HttpRequest, realm: str) -> HttpResponse:
    """Ask three things, answer over all values of the rest, and ask one more only where it matters."""
    if request.method != "POST":
        return render(request, "sharing/question.html", {"form": QuestionForm(follow_ups=FOLLOW_UPS)})
    form = QuestionForm(request.POST.dict(), follow_ups=FOLLOW_UPS)
    if not form.is_valid():
        asked = request.POST.get("asked", "")
        asked = asked if asked in FOLLOW_UPS and not any(name in form.errors for name in FIRST) else ""
        return render(request, "sharing/question.html", {"form": form} | _asking(form, asked), status=422)
    role = acting(request).role
    answer = answer_question(form.known, role, clock.today())
    if answer is None:
        return render(request, "sharing/answer.html", {"answer": None})
    shown = _shown(form, answer)
    if shown["is_no"]:
        changes = would_change(answer, form.known, role)
        shown |= _instead(form, answer) | {
            "can_be_changed": bool(changes),
            "changes": [_change(miss) for miss in changes] if "what_would_change" in request.POST else [],
        }
    return render(request, "sharing/answer.html", shown)


def _shown(form: QuestionForm, answer: OfficersAnswer) -> dict[str, Any]:
    outlook = answer.outlook
    rules = outlook.refusing if outlook.answer is Answer.NO else outlook.granting
    return {
        "answer": answer,
        "is_no": outlook.answer is Answer.NO,
        "is_yes": outlook.answer is Answer.YES,
        "is_human": outlook.answer is Answer.HUMAN,
        "is_about_the_home_office": form.known["recipient"] in HOME_OFFICE_BODIES,
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
        "duties": [OBLIGATIONS[word] for word in answer.duties],
        "rules": rules[:MOST_RULES_SHOWN],
        "more_rules": rules[MOST_RULES_SHOWN:],
        "shows_groups": answer.may_be_explained,
        "may_be_anothers": answer.may_be_anothers,
        "short_hash": answer.in_force.sha256[:12],
        "hidden": _known(form),
    } | _asking(form, answer.ask_next)


def _instead(form: QuestionForm, answer: OfficersAnswer) -> dict[str, Any]:
    """Return what a refusal goes with: what to do, who can help near there, and an answer for whoever asked."""
    services = services_instead(answer, form.known, form.cleaned_data["area"])
    return {
        "instead": [OBLIGATIONS[word] for word in answer.instead],
        "services": [_service(service) for service in services],
        "area_field": form["area"],
        "copyable": _to_copy(answer),
    }


def _service(service: DirectoryService) -> dict[str, Any]:
    names = dict.fromkeys((service.organisation_name, service.name))
    return {"title": ": ".join(names), "phones": service.phones[:1]}


def _change(miss: NearMiss) -> dict[str, Any]:
    return {
        "answer": miss.answer,
        "rows": [(ATTRIBUTES[name], [VALUES[name][value] for value in values]) for name, values in miss.changes],
    }


def _to_copy(answer: OfficersAnswer) -> str:
    """Return the refusal in the version's own words, for whoever asked the officer, to be sent as it stands."""
    policy, refusing = answer.in_force.policy, answer.outlook.refusing
    with override("en"):
        today = date_format(clock.today(), "j F Y")
    words = [f"No. Under our published sharing policy {policy.id} an officer of my role may not share this ({today})."]
    if answer.outlook.is_mostly_silence:
        words += ["No rule of it permits this, and what no rule permits is not shared."]
    elif refusing:
        words += [refusing[0].says, f"Rules: {', '.join(rule.id for rule in refusing)}."]
    words += [f"The policy and its proof are public, under /policy/ (SHA-256 {answer.in_force.sha256[:12]})."]
    return " ".join(words)


def _known(form: QuestionForm) -> list[dict[str, str]]:
    """Return what was answered, to be sent along hidden; there is no other place where it is kept."""
    return [{"name": name, "value": value} for name, value in form.known.items()]


def _asking(form: QuestionForm, asked: str) -> dict[str, Any]:
    """Return the field to show now, and hidden what was answered before."""
    if not asked:
        return {}
    before = [*FIRST, *(name for name in FOLLOW_UPS if name in form.cleaned_data and name != asked)]
    hidden = [{"name": name, "value": form.cleaned_data[name]} for name in before if form.cleaned_data.get(name)]
    return {"asked": asked, "asked_field": form[asked], "hidden": [*hidden, {"name": "asked", "value": asked}]}
