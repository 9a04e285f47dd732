"""Whatever matching can say has a name on the page."""

from __future__ import annotations

from safetoshare.core.matching import ANSWERS, AREA, LANGUAGE
from safetoshare.network.labels import ANSWER_NAMES, CRITERION_NAMES, MARK_NAMES, language_name
from safetoshare.network.models import Mark


def test_every_criterion_answer_and_mark_has_a_name() -> None:
    assert set(CRITERION_NAMES) == {AREA, LANGUAGE}
    assert set(ANSWER_NAMES) == set(ANSWERS)
    assert set(MARK_NAMES) == {mark.value for mark in Mark}


def test_a_language_is_called_by_its_own_name_and_else_by_its_code() -> None:
    assert [language_name(code) for code in ("so", "pl", "xx")] == ["Soomaali", "Polski", "xx"]
