"""What is found of a file as a whole: its kind, why it is refused, and the copy of a picture."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from safetoshare.core.files import examining
from safetoshare.core.files.examining import Examined, examine, ready
from safetoshare.core.files.kinds import Group
from safetoshare.core.files.wholeness import Refusal
from tests.core.files.samples import WHOLE, archive, picture


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    ready(b"")


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_each_kind_is_taken_and_a_picture_has_a_copy(name: str) -> None:
    found = examine(WHOLE[name][1])
    assert (found.kind, found.group, found.refusal) == (name, WHOLE[name][0], None)
    assert bool(found.copy) == bool(found.copy_kind) == (found.group is Group.PICTURE)


def test_an_empty_file_is_said_to_be_empty() -> None:
    assert examine(b"") == Examined(refusal=Refusal.EMPTY)


def test_a_file_beyond_the_limit_is_too_large() -> None:
    with patch.object(examining, "LARGEST", 10):
        assert examine(b"eleven bytes").refusal is Refusal.TOO_LARGE
        assert examine(b"ten bytes.").refusal is None


def test_a_kind_that_is_not_taken_a_cut_file_and_two_in_one_are_refused() -> None:
    assert examine(b"MZ\x00").refusal is Refusal.UNKNOWN_KIND
    assert examine(picture("PNG", (300, 300))[:-40]).refusal is Refusal.NOT_WHOLE
    assert examine(picture("PNG") + archive()).refusal is Refusal.TWO_IN_ONE


def test_the_answer_says_in_words_what_was_found() -> None:
    said, copy = ready(picture("PNG"))()
    assert said == {"kind": "png", "group": "picture", "refusal": "", "copy_kind": "png"}
    assert copy.startswith(b"\x89PNG")
    assert ready(b"MZ\x00")() == ({"kind": "", "group": "", "refusal": "unknown_kind", "copy_kind": ""}, b"")
