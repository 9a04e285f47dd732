"""What criteria, answers and languages are called in the language of the page."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from safetoshare.base.languages import LANGUAGES
from safetoshare.core.matching import AREA, LANGUAGE

# Needs have their names in `base.labels`.
CRITERION_NAMES: dict[str, Promise | str] = {
    AREA: _("Works in this area"),
    LANGUAGE: _("Speaks this language or has an interpreter"),
}
ANSWER_NAMES: dict[str, Promise | str] = {
    "yes": _("yes"),
    "no": _("no"),
    "not_known": _("not known"),
}
# Whether a service takes people without public funds, as headings; a no stands last and hides nothing.
PUBLIC_FUNDS_ANSWERS: dict[str, Promise | str] = {
    "yes": _("They take people with no recourse to public funds"),
    "not_known": _("Not known whether they take people with no recourse to public funds"),
    "no": _("They do not take people with no recourse to public funds"),
}
# How sure a fact is.
MARK_NAMES: dict[str, Promise | str] = {
    "R": _("read in the source"),
    "R2": _("read in another account of the source"),
    "B": _("believed, read in no source"),
}
# A language by its own name: whoever looks for it knows that.
# Those of the pages, and before them what a service speaks and no page does.
LANGUAGE_NAMES: dict[str, str] = {"pl": "Polski"} | {language.code: language.own_name for language in LANGUAGES}


def language_name(code: str) -> str:
    """Return a language's own name, or its code where we know none."""
    return LANGUAGE_NAMES.get(code, code)
