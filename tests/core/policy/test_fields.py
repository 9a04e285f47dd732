from datetime import date

import pytest

from safetoshare.core.policy.fields import Fields, parse_day
from safetoshare.core.policy.toml_file import read_toml
from tests.core.policy.examples import reduced


def _fields(text: str) -> Fields:
    file = read_toml(f"# one line before\n{text}".encode(), "f.toml")
    return Fields(file, file.content, place="here")


def _told(fields: Fields) -> list[tuple[int, str]]:
    return fields.file.problems


def test_a_text_is_returned_without_its_margins() -> None:
    fields = _fields('title = "  A title \\n"')
    assert fields.text("title") == "A title"
    assert _told(fields) == []


@pytest.mark.parametrize("value", ["1", '""', '" "', "[]", "true"])
def test_what_is_no_text_is_told_at_its_line(value: str) -> None:
    fields = _fields(f"title = {value}")
    assert fields.text("title") == ""
    assert _told(fields) == [(2, "here: title must be text in quotes, and not empty")]


def test_a_missing_text_is_told() -> None:
    fields = _fields("")
    assert fields.text("title") == ""
    assert _told(fields) == [(1, 'here: title is missing: write title = "…"')]


def test_a_text_that_hides_something_is_told_and_not_kept() -> None:
    fields = _fields('says = "never\\u202E share"')
    assert fields.text("says") == ""
    assert _told(fields) == [(2, "here: says holds the invisible character U+202E: take it out")]


@pytest.mark.parametrize("name", ["a b", "-a", "ä", "a/b", "a" * 81, "N1\\u200B"])
def test_a_name_of_other_characters_is_told(name: str) -> None:
    fields = _fields(f'id = "{name}"')
    assert fields.name("id") == ""
    assert len(_told(fields)) == 1


def test_a_name_may_hold_digits_dots_and_dashes() -> None:
    assert _fields('id = "2020-12-recommendation.1"').name("id") == "2020-12-recommendation.1"


def test_a_list_of_texts_may_be_absent_unless_it_is_required() -> None:
    fields = _fields("")
    assert fields.texts("sources") == ()
    assert _told(fields) == []
    assert fields.texts("cites", required=True) == ()
    assert _told(fields) == [(1, 'here: cites is missing: write cites = ["…"]')]


@pytest.mark.parametrize("value", ['"Rec 1"', "[]", "{ a = 1 }"])
def test_a_required_list_that_is_none_or_empty_is_told(value: str) -> None:
    fields = _fields(f"cites = {value}")
    assert fields.texts("cites", required=True) == ()
    assert _told(fields) == [(2, 'here: cites must be a list of texts: cites = ["…"]')]


def test_words_of_a_closed_list_come_in_its_order_and_once() -> None:
    fields = _fields('duty = ["record_necessity", "tell_the_subject_before", "record_necessity"]')
    assert fields.words("duty", reduced().obligations) == ("tell_the_subject_before", "record_necessity")


def test_a_word_outside_the_closed_list_is_told_with_the_nearest() -> None:
    fields = _fields('duty = ["tell_subject_before"]')
    assert fields.words("duty", reduced().obligations) == ()
    assert _told(fields) == [(2, "here: duty has no value tell_subject_before: did you mean tell_the_subject_before?")]


@pytest.mark.parametrize("written", ["2026-11-22", '"2026-11-22"'])
def test_a_day_is_a_toml_date_or_its_text(written: str) -> None:
    assert _fields(f"day = {written}").day("day") == date(2026, 11, 22)


@pytest.mark.parametrize("written", ["2026-11-22T10:00:00", '"22 Nov"', '"2026-02-30"', '"20261122"', "1"])
def test_what_is_no_day_is_told(written: str) -> None:
    fields = _fields(f"day = {written}")
    fields.day("day")
    assert _told(fields) == [(2, "here: day must be a day: day = 2026-11-22")]


def test_only_known_fields_are_allowed_and_the_nearest_is_named() -> None:
    fields = _fields("\nwehn = {}\nid = 1")
    fields.only(("id", "when"))
    assert _told(fields) == [(3, "here: there is no field wehn: did you mean when?")]


@pytest.mark.parametrize("written", ["", "rule = []", "rule = 1", "rule = [1]", "[rule]"])
def test_tables_must_be_there(written: str) -> None:
    fields = _fields(written)
    assert fields.tables("rule", "rule") == []
    assert [message for _, message in _told(fields)] == ["here: needs at least one [[rule]]"]


def test_a_box_and_what_is_cut_out_of_it_are_read_together() -> None:
    fields = _fields('when = { recipient = ["nhs"] }\nexcept = { data = ["health"] }')
    assert fields.cut_box("when", reduced()) == (
        reduced().box({"recipient": ["nhs"]}),
        reduced().box({"data": ["health"]}),
    )
    assert _told(fields) == []


def test_an_exception_that_leaves_nothing_is_told() -> None:
    fields = _fields('when = { recipient = ["nhs"] }\nexcept = { recipient = ["nhs", "public"] }')
    fields.cut_box("when", reduced())
    assert _told(fields) == [(3, "here: except takes away all of when, so nothing is left")]


def test_an_exception_that_takes_nothing_is_told() -> None:
    fields = _fields('when = { recipient = ["nhs"] }\nexcept = { recipient = ["public"] }')
    fields.cut_box("when", reduced())
    assert _told(fields) == [
        (3, "here: except takes nothing away: its recipient lies outside when; correct one of them")
    ]


def test_a_box_that_is_no_table_is_told() -> None:
    fields = _fields('when = "nhs"')
    assert fields.box("when", reduced()) is None
    assert _told(fields) == [(2, 'here: when must be a table: when = { recipient = ["…"] }')]


@pytest.mark.parametrize("text", ["2026-W01-1", "2026-1-1", "٢٠٢٦-١١-٢٢", "2026-11-22 ", "0000-01-01", ""])
def test_other_shapes_of_days_are_none(text: str) -> None:
    assert parse_day(text) is None
