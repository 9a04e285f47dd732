"""The report on paper: the same questions, numbered as on the pages, to be printed and typed in by whoever helps."""

from __future__ import annotations

from typing import Any, Final

from django.forms import Field, Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from safetoshare.base import clock
from safetoshare.base.accounts.decorators import allowed
from safetoshare.base.force import current_force
from safetoshare.base.permissions import Action
from safetoshare.report.forms.writing import PAGES, AnswersForm
from safetoshare.report.views.starting import promise_now
from safetoshare.report.views.writing import HEADINGS

# A form that lies somewhere until it is typed in is nothing to wait for in danger.
_NOT_ON_PAPER: Final = frozenset({"duty"})
_LINES_OF_A_TEXT: Final = 2
_LINES_PER_ROW: Final = 1.5


@require_safe
@allowed(Action.REPORT_SEND)
def paper(request: HttpRequest) -> HttpResponse:
    """Show the form to print, after the rule on sharing."""
    form, pages = AnswersForm(), []
    for number, (page, names) in enumerate(PAGES.items(), start=1):
        asked = [_question(form.fields[name]) for name in names if name not in _NOT_ON_PAPER]
        if asked:
            pages.append({"number": number, "heading": HEADINGS[page], "questions": asked})
    context = {"pages": pages, "promise": promise_now(), "force": current_force(), "today": clock.today()}
    return render(request, "report/paper.html", context)


def _question(field: Field) -> dict[str, Any]:
    choices = [label for _code, label in getattr(field, "choices", ())]
    rows = int(field.widget.attrs.get("rows", 0)) if isinstance(field.widget, Textarea) else 0
    lines = 0 if choices else max(_LINES_OF_A_TEXT, int(rows * _LINES_PER_ROW))
    return {"label": field.label, "help": field.help_text, "choices": choices, "lines": range(lines)}
