"""What parts have found out over many sealed records at once, without anybody reading one (Rec 4(g)).

A part writes a function of the plaintexts and a JSON object that returns a JSON object, and names it in the settings
by dotted path: `base` imports no part. The plaintexts exist in this process's memory, one after another. What the
function returns leaves the process: counts and codes, never anything of one record, and no small number. Where the
one who asks chooses what is counted, a code too is something of a record: it leaves only where enough people share it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from safetoshare.base.permissions import Action
from safetoshare.core.errors import BadInputError

# About 30 MB as a message, and some seconds of work.
MOST_RECORDS: Final = 5000
SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 300

Plaintexts = Iterable[bytes | None]


@dataclass(frozen=True)
class Survey:
    """A survey: who may have it made, the word for it in the audit, and the function.

    The function is given None for a record that does not open, so that none is left out unseen.
    """

    action: Action
    purpose: str
    run: Callable[[Plaintexts, Mapping[str, Any]], dict[str, Any]]


def survey_named(name: str) -> Survey:
    """Return a survey of the settings. BadInputError for an unknown name."""
    path = settings.SAFETOSHARE_SURVEYS.get(name)
    if path is None:
        raise BadInputError("The unwrapper was asked for a survey that it does not make.")
    survey = import_string(path)
    assert isinstance(survey, Survey)  # noqa: S101  # the settings name nothing else
    return survey


def check_reason(reason: str) -> str:
    """Return a reason in words as it is kept. BadInputError for one that says nothing, or tells a story."""
    words = " ".join(reason.split())
    if not SHORTEST_REASON <= len(words) <= LONGEST_REASON or not words.isprintable():
        raise BadInputError(f"A reason has {SHORTEST_REASON} to {LONGEST_REASON} characters.")
    return words
