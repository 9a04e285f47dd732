"""One page of a report that is being written: what it asks, and what it carries along from the pages before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.forms import MultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from safetoshare.base import clock
from safetoshare.base.force import current_force
from safetoshare.core.files.examining import LARGEST
from safetoshare.report.api import filing, reporting
from safetoshare.report.api.reporting import Draft, Ticket, TicketKind
from safetoshare.report.forms.writing import FIELDS, FILES, PAGES, AnswersForm
from safetoshare.report.labels import FILE_GROUPS, size_in_words

HEADINGS: Final = {
    "what": _("Tell us what happened"),
    "more": _("More about it, if you like"),
    "help": _("What you want, and what would help"),
    "contact": _("How to speak with you safely"),
    "check": _("Ready to send?"),
    FILES: _("Pictures, videos and files"),
}
# Files are added from the pages of the way, and lead back to them.
_ORDER: Final = tuple(page for page in PAGES if page != FILES)

Answers = dict[str, list[str]]


def answers_of(request: HttpRequest) -> Answers:
    """Return all answers so far: those of the pages before, as they came along sealed, and those of this page."""
    draft = reporting.read_draft(request.POST.get("draft", ""))
    answers = dict((draft or Draft()).answers)
    page = PAGES.get(request.POST.get("page", ""), ())
    # A box that is no longer ticked is not sent at all.
    return {name: answers[name] for name in answers if name not in page} | {
        name: request.POST.getlist(name) for name in FIELDS if name in request.POST
    }


def did_all_arrive(request: HttpRequest) -> bool:
    """Whether what the pages before carried along is whole."""
    return reporting.read_draft(request.POST.get("draft", "")) is not None


def form_of(answers: Answers, kind: type[AnswersForm] = AnswersForm) -> Any:  # noqa: ANN401  # of that kind
    """Return the form as if all its pages had been sent at once."""
    return kind(MultiValueDict(answers))


def page_to_write(
    request: HttpRequest,
    ticket: Ticket,
    answers: Answers,
    page: str,
    *,
    form: AnswersForm | None = None,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    """Show one page of the report; `form` brings the errors to show on it."""
    if page == FILES:
        return _files_page(request, ticket, answers, status, more)
    if form is None:
        form = AnswersForm(initial=_initial(answers))
    place = _ORDER.index(page)
    context = {
        "form": form,
        "page": page,
        "heading": HEADINGS[page],
        "number": place + 1,
        "pages": len(_ORDER),
        "fields": [form[name] for name in PAGES[page]],
        "before": _ORDER[place - 1] if place else "",
        "after": _ORDER[place + 1] if place + 1 < len(_ORDER) else "",
        "answered": _answered(answers) if page == "check" else (),
        **_hidden(ticket, answers),
        "drafts_kept_days": current_force().drafts_kept_days,
        "in_danger": answers.get("danger") == ["yes"] and page != "what",
    }
    return render(request, "report/write.html", context | more, status=status)


def _files_page(
    request: HttpRequest, ticket: Ticket, answers: Answers, status: int, more: dict[str, Any]
) -> HttpResponse:
    """Show which files are added, and take more. Of none is its name or what it shows on the page."""
    context = {
        "heading": HEADINGS[FILES],
        "files": [
            {"id": file.id.hex, "group": FILE_GROUPS[file.group], "size": size_in_words(file.size)}
            for file in filing.read(answers.get("files", []))
        ],
        "most": LARGEST,
        "ways": [("help", _("Go on with the report")), ("more", _("Back"))],
        "drafts_kept_days": current_force().drafts_kept_days,
        **_hidden(ticket, answers),
    }
    return render(request, "report/files.html", context | more, status=status)


def _hidden(ticket: Ticket, answers: Answers) -> dict[str, str]:
    """Return what the page carries: the same ticket, so that a second press is known, for a day from now; and all."""
    return {
        "ticket": seal_ticket(ticket),
        "draft": reporting.sealed_draft(Draft(answers, ticket.promise_shown_on)),
    }


def seal_ticket(ticket: Ticket, kind: TicketKind = TicketKind.DRAFT) -> str:
    """Return the hidden field that carries the receipt to the next page."""
    return reporting.sealed_ticket(ticket, kind, clock.now())


def in_lines(ticket: Ticket) -> list[str]:
    """Return the receipt in two lines of three groups: six do not fit side by side on a small phone."""
    groups = ticket.receipt.grouped().split()
    return [" ".join(groups[:3]), " ".join(groups[3:])]


def _initial(answers: Answers) -> dict[str, Any]:
    fields = AnswersForm.base_fields
    return {
        name: values if isinstance(fields[name], MultipleChoiceField) else values[-1]
        for name, values in answers.items()
        if values and name in fields
    }


def _answered(answers: Answers) -> Sequence[tuple[str, Any, int]]:
    """Return each page that asks something, its heading, and how many answers it has: none of them is shown."""
    given = {name for name, values in answers.items() if any(value not in ("", "not_said") for value in values)}
    found = [(page, HEADINGS[page], len(given & set(names))) for page, names in PAGES.items() if names]
    return [*found, (FILES, HEADINGS[FILES], len(answers.get("files", [])))]
