"""Every need has a name in each language of the house."""

from __future__ import annotations

import pytest
from django.utils import translation

from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import LANGUAGES
from safetoshare.core.needs import NEEDS


@pytest.mark.parametrize("code", [language.code for language in LANGUAGES])
def test_each_need_has_a_name_of_its_own(code: str) -> None:
    with translation.override(code):
        names = {need: str(NEED_NAMES[need]) for need in NEEDS}
    assert len(set(names.values())) == len(NEEDS)
    with translation.override("en"):
        english = {need: str(NEED_NAMES[need]) for need in NEEDS}
    assert code == "en" or not [need for need in NEEDS if names[need] == english[need]]


def test_no_need_is_an_immigration_status() -> None:
    assert not [need for need in NEEDS if "status" in need or "status" in str(NEED_NAMES[need]).lower()]
