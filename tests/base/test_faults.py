from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404

from safetoshare.base.faults import kind_and_places
from safetoshare.web import errors

CANARY = "what-she-wrote"


def trace_of(function: Callable[[], object]) -> str:
    try:
        function()
    except Exception as error:
        return kind_and_places(error)
    raise AssertionError


def test_places_are_files_and_functions_of_our_own_the_innermost_first() -> None:
    told = trace_of(lambda: errors.not_found("no request", Http404()))  # type: ignore[arg-type]  # it must break
    assert told.startswith("AttributeError at ")
    assert re.search(r" < web/errors\.py:\d+ not_found$", told)
    assert "no request" not in told


def test_where_nothing_of_ours_was_passed_the_place_itself_is_told_by_the_name_of_its_file() -> None:
    assert re.fullmatch(r"ValueError at test_faults\.py:\d+ <lambda>", trace_of(lambda: int(CANARY)))


def test_an_error_without_a_trace_is_told_all_the_same() -> None:
    assert kind_and_places(None) == "unknown at no place"
