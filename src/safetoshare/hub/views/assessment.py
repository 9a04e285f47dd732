"""The Common Needs Assessment on the telephone, and a message to the person's mailbox.

What was typed is never lost: saving takes no key, a second officer overwrites nobody, and a page that cannot be saved
comes back as it was typed (Rec 4).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.accounts.forms_once import answers_again
from safetoshare.base.accounts.opening import opener_of
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.permissions import Action
from safetoshare.core.errors import LockedError
from safetoshare.core.needs import NEEDS
from safetoshare.hub.api import cases as api
from safetoshare.hub.api.cases import Assessment, WrittenMeanwhile
from safetoshare.hub.forms.cases import AssessmentForm, MessageForm, need_field
from safetoshare.hub.labels import AGES, ANSWERS
from safetoshare.hub.views import rows
from safetoshare.hub.views.opening import case_or_404, opening_records, signed_in

_OTHERS = {
    "name": gettext_lazy("What the person wants to be called"),
    "language": gettext_lazy("Language"),
    "age": gettext_lazy("Under 18"),
    "notes": gettext_lazy("Notes"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_WORK)
@answers_again
@opening_records
def assessment(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Show the newest assessment to go on with, or save one."""
    case_or_404(case)
    if request.method == "POST":
        return _save(request, case)
    newest, version = api.assessment_now(case, opener_of(request))
    return _page(request, case, AssessmentForm(initial=_initial(newest) | {"shown": version}))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed(Action.CASE_WORK)
@answers_again
@opening_records
def message(request: HttpRequest, realm: str, case: UUID) -> HttpResponse:
    """Write to the person's mailbox. Pressed twice, it is sent once."""
    found = case_or_404(case)
    form = MessageForm(request.POST if request.method == "POST" else None, initial={"shown": found.version})
    context: dict[str, Any] = {"form": form, "case": case, "reference": rows.reference(case)}
    if request.method != "POST":
        return render(request, "hub/message.html", context)
    if not form.is_valid():
        return render(request, "hub/message.html", context, status=422)
    data = form.cleaned_data
    if api.send_message(case, data["text"], data["language"], shown=data["shown"]):
        return redirect("hub:case", case=case)
    # Sent before, or the case was changed: she decides, with all that was typed still there.
    again = MessageForm({**request.POST.dict(), "shown": str(found.version)})
    return render(request, "hub/message.html", context | {"form": again, "is_moved": True}, status=409)


def _save(request: HttpRequest, case: UUID) -> HttpResponse:
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _page(request, case, form, status=422)
    data = form.cleaned_data
    typed = Assessment(
        needs=form.needs(),
        name=data["name"],
        language=data["language"],
        language_note=data["language_note"],
        age=data["age"],
        notes=data["notes"],
        assessed_by=signed_in(request).id,
        assessed_on=clock.today(),
    )
    outcome = api.record_assessment(case, typed, expected=data["shown"])
    if isinstance(outcome, WrittenMeanwhile):
        return _conflict(request, case, typed)
    # The case's page asks for the passphrase if the keys have locked meanwhile: what was typed is saved by then.
    return redirect("hub:case", case=case)


def _conflict(request: HttpRequest, case: UUID, typed: Assessment) -> HttpResponse:
    """Show what was typed beside what was saved meanwhile. Saving again takes the place of it, knowingly."""
    context: dict[str, Any] = {"is_conflict": True}
    shown = request.POST["shown"]
    try:
        saved, version = api.assessment_now(case, opener_of(request))
    except LockedError:
        # What cannot be seen cannot be replaced knowingly: saving again asks once more.
        context["is_locked"] = True
    else:
        differences = _differences(typed, saved) if saved else []
        # Saved with the same words, pressed twice or by a colleague on the same call: there is nothing to decide.
        if saved is not None and not differences:
            return redirect("hub:case", case=case)
        context["differences"] = differences
        shown = str(version)
    form = AssessmentForm({**request.POST.dict(), "shown": shown})
    return _page(request, case, form, status=409, **context)


def _differences(typed: Assessment, saved: Assessment) -> list[dict[str, Any]]:
    """Return where the two differ: what it is about, what was typed, what the other saved."""
    pairs: list[tuple[Any, Any, Any]] = [
        (NEED_NAMES[need], ANSWERS[typed.needs[need]], ANSWERS[saved.needs.get(need, "not_talked_about")])
        for need in NEEDS
        if typed.needs[need] != saved.needs.get(need, "not_talked_about")
    ]
    told = {name: (_text(typed, name), _text(saved, name)) for name in _OTHERS}
    pairs += [(_OTHERS[name], mine, theirs) for name, (mine, theirs) in told.items() if mine != theirs]
    return [{"about": about, "typed": mine, "saved": theirs} for about, mine, theirs in pairs]


def _text(found: Assessment, name: str) -> Any:  # noqa: ANN401  # text or safe markup of it
    match name:
        case "language":
            return rows.spoken(found.language, found.language_note)
        case "age":
            return AGES[found.age]
        case _:
            text = str(getattr(found, name))
            return rows.told(text) if text else _("Nothing")


def _initial(newest: Assessment | None) -> dict[str, Any]:
    if newest is None:
        return {need_field(need): "not_talked_about" for need in NEEDS} | {"age": "may_be_child"}
    kept = {name: getattr(newest, name) for name in ("name", "language", "language_note", "age", "notes")}
    return kept | {need_field(need): newest.needs.get(need, "not_talked_about") for need in NEEDS}


def _page(request: HttpRequest, case: UUID, form: AssessmentForm, status: int = 200, **more: object) -> HttpResponse:
    context = {"form": form, "need_fields": form.need_fields(), "case": case, "reference": rows.reference(case)}
    return render(request, "hub/assessment.html", {**context, **more}, status=status)
