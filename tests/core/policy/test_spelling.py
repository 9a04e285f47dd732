import pytest

from safetoshare.core.policy.spelling import choices, nearest, shown, suggestion, unprintable


def test_a_plain_word_is_shown_as_it_is() -> None:
    assert shown("identity") == "identity"
    assert shown("شاهد") == "شاهد"


@pytest.mark.parametrize(
    ("hostile", "visible"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb", "a\\nb"),
        ("\ud800", "\\ud800"),
        ("a\u200bb", "a\\u200bb"),
    ],
)
def test_what_a_reader_cannot_see_is_escaped(hostile: str, visible: str) -> None:
    assert shown(hostile) == visible


def test_a_long_text_is_cut_and_says_so() -> None:
    assert shown("x" * 10_000, longest=5) == "xxxxx…"


@pytest.mark.parametrize("text", ["One line.\nAnother\tone.", "", "وصل", "ਪੰਜਾਬੀ"])
def test_texts_of_the_five_languages_hold_nothing_invisible(text: str) -> None:
    assert unprintable(text) == ""


def test_the_first_invisible_character_is_named() -> None:
    assert unprintable("a\u202eb\x00") == "U+202E"


@pytest.mark.parametrize("word", ["doubts", "Doubt", "DOUBT ", "dout"])
def test_a_misspelt_word_finds_the_nearest(word: str) -> None:
    assert nearest(word, ["none", "doubt", "documented"]) == "doubt"


def test_hyphens_and_spaces_count_as_underscores() -> None:
    assert nearest("immigration-enforcement", ["immigration_enforcement"]) == "immigration_enforcement"


def test_a_word_like_no_other_finds_nothing() -> None:
    assert nearest("zzzz", ["none", "doubt"]) is None
    assert nearest("", ["none"]) is None


def test_a_suggestion_asks_whether_the_nearest_was_meant() -> None:
    assert suggestion("doubts", ["none", "doubt"]) == "doubts: did you mean doubt?"


def test_without_a_nearest_the_known_words_are_listed() -> None:
    assert suggestion("zzzz", ["yes", "no"]) == "zzzz: use one of yes, no"


def test_a_long_list_of_choices_is_cut() -> None:
    listed = choices([f"value{n}" for n in range(100)])
    assert listed.startswith("use one of value0, value1")
    assert listed.endswith("value13, …")


def test_a_hostile_megabyte_is_answered_in_a_short_line() -> None:
    assert len(suggestion("a" * 1_000_000, [f"value_{n}" for n in range(40)])) < 400
