"""How decisions are shown, wherever an officer reads one: the policy's, those a rank was asked for, and letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from safetoshare.hub.api.cases import LetterSent
from safetoshare.hub.views import rows
from safetoshare.sharing.api.decisions import AskedInTray, letters_opened
from safetoshare.sharing.api.disclosures import Preview
from safetoshare.sharing.api.labels import OBLIGATIONS, value_name


def decision_shown(shown: Preview) -> dict[str, Any]:
    """Return the decision with its rules, citations and duties, and the package that would be sealed."""
    together = shown.outcome.together
    duties = getattr(together, "duties", ())
    return {
        "is_decided": True,
        "is_permitted": shown.outcome.is_permitted,
        "because": getattr(together, "because", ""),
        "policy": shown.outcome.policy,
        "rules": list(zip(together.rules, together.says, strict=True)),
        "citations": together.citations,
        "duties": [OBLIGATIONS[duty] for duty in duties],
        "missing": [OBLIGATIONS[duty] for duty in getattr(together, "missing", ())],
        "instead": [OBLIGATIONS[duty] for duty in getattr(together, "instead", ())],
        "kinds": [value_name("data", kind) for kind in getattr(together, "kinds", ())],
        "by": [value_name("actor", actor) for actor in getattr(together, "by", ())],
        "conditions": [OBLIGATIONS[duty] for duty in shown.package.conditions] if shown.package else [],
        "package": rows.package_rows(shown.package.fields) if shown.package else [],
    }


def asked_shown(asked: Sequence[AskedInTray]) -> list[dict[str, Any]]:
    """Return what was asked of ranks in a case, and on which day it was answered."""
    return [
        {
            "id": one.id,
            "asked_on": rows.day(one.asked_on),
            "answered_on": rows.day(one.answered_on) if one.answered_on else "",
        }
        for one in asked
    ]


def letters_shown(letters: Sequence[LetterSent]) -> list[dict[str, Any]]:
    """Return what was told by letter in a case, and on which day it was opened."""
    opened = letters_opened([letter.package for letter in letters]) if letters else {}
    return [
        {
            "organisation": letter.organisation_name,
            "sent_on": rows.day(letter.sent_on),
            "expires_on": rows.day(letter.expires_on),
            "opened_on": rows.day(opened[letter.package]) if letter.package in opened else "",
        }
        for letter in letters
    ]
