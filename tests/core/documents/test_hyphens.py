import pytest

from safetoshare.core.documents.hyphens import Vocabulary

LINES = [
    "the super-complaint of victims",
    "an interview with the agency and its staff",
    "a part that ends in exam-",
    "ple",
]


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("the super-", "complaint of", "the super-"),  # the document writes it with its hyphen
        ("an inter-", "view with", "an inter"),  # the document writes it in one piece
        ("a multi-", "agency panel", "a multi-"),  # a part that makes such words
        ("the staff-", "victims rule", "the staff-"),  # both are words of the document
        ("the rec-", "ommendation", "the rec"),
        ("the rec\u00ad", "ommendation", "the rec"),
        ("the rec\u2010", "ommendation", "the rec"),
        ("Anglo-", "Saxon", "Anglo-"),
        ("an exam-", "ple", "an exam"),
        ("a dash –", "and more", None),
        ("no hyphen", "here", None),
        ("page 3-", "4", None),
        ("- ", "item", None),
    ],
)
def test_a_word_parted_by_a_line_is_put_together(before: str, after: str, whole: str | None) -> None:
    assert Vocabulary.of(LINES).joined(before, after) == whole


def test_what_a_line_cuts_off_is_no_word_of_the_document() -> None:
    words = Vocabulary.of(LINES).words
    assert "super-complaint" in words
    assert not words & {"exam", "ple"}
