"""The words that a question about immigration status would need, read from `status_words.toml` beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
# English texts that may hold such a word, with the reason.
ALLOWED: dict[str, str] = {one["text"]: one["why"] for one in DATA.pop("allowed", [])}


@cache
def status_words(language: str) -> re.Pattern[str]:
    """What finds a question about status in a language; a language without words is a failure with what to do."""
    assert language in DATA, (
        f"no words for {language} in tests/status_words.toml: docs/languages.md says how to add them"
    )
    return re.compile("|".join(f"(?:{word['pattern']})" for word in DATA[language]["words"]), re.IGNORECASE)


def asks_for_status(text: str, language: str) -> bool:
    """Whether a text in a language holds a word that asks for status, in that language or in English."""
    return any(status_words(one).search(text) for one in {language, "en"})
