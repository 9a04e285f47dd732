"""The report on paper: the same questions, numbered as on the pages, to be printed and typed in by whoever helps."""

from __future__ import annotations

from typing import Any, Final

from django.forms import Field, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.permissions import Action
from safetoshare.report.forms.paper import ABOUT_THE_PAPER, PARTS, PaperForm
from safetoshare.report.views.starting import promise_now
from safetoshare.report.views.writing import HEADINGS

_LINES_OF_A_TEXT: Final = 2
_LINES_PER_ROW: Final = 1.5


@require_safe
@allowed(Action.REPORT_SEND)
def paper(request: HttpRequest) -> HttpResponse:
    """Show the form to print, after the rule on sharing."""
    form = PaperForm()
    pages = [
        {"heading": heading, "questions": [_question(form.fields[name]) for name in names]}
        for heading, names in parts_of_the_paper()
    ]
    context = {"pages": pages, "promise": promise_now(), "force": current_force(), "today": clock.today()}
    return render(request, "report/paper.html", context)


def parts_of_the_paper() -> list[tuple[Any, tuple[str, ...]]]:
    """Return each part of the form, numbered: its heading, and the fields that it asks for."""
    headings = {**HEADINGS, ABOUT_THE_PAPER: _("About this paper")}
    return [
        (format_lazy("{}. {}", number, headings[part]), names)
        for number, (part, names) in enumerate(PARTS.items(), start=1)
    ]


def _question(field: Field) -> dict[str, Any]:
    choices = [label for _code, label in getattr(field, "choices", ())]
    rows = int(field.widget.attrs.get("rows", 0)) if isinstance(field.widget, Textarea) else 0
    lines = 0 if choices else max(_LINES_OF_A_TEXT, int(rows * _LINES_PER_ROW))
    return {"label": field.label, "help": field.help_text, "choices": choices, "lines": range(lines)}
