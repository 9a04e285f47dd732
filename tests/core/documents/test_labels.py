import pytest

from safetoshare.core.documents.labels import Label, Sort, normal_number, numbers_in, read_label


def label(text: str) -> Label:
    read = read_label(text)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("text", "numbers", "is_answer", "codes"),
    [
        ("Recommendation 4. To chief constables", ("4",), False, ("chief_constables",)),
        ("Recommendation 1: To Chief Constables", ("1",), False, ("chief_constables",)),
        ("Recommendation 4 (to PCCs)", ("4",), False, ("pccs",)),
        ("Recommendation 4 to chief constables", ("4",), False, ("chief_constables",)),
        ("Recommendation 3a – To the Home Office and NPCC", ("3a",), False, ("home_office", "npcc")),
        ("Response to recommendation 4", ("4",), True, ()),
        ("Our response to recommendation 4(e):", ("4(e)",), True, ()),
        ("Northmoor Constabulary’s response to recommendations 4, 5 and 6", ("4", "5", "6"), True, ()),
        ("Recommendation 4 – our response", ("4",), True, ()),
        ("Update on Rec 7", ("7",), True, ()),
        ("Recommendations 4 and 5", ("4", "5"), False, ()),
        ("Recommendations 4 to 6", ("4", "5", "6"), False, ()),
        ("Recommendation 4/5", ("4", "5"), False, ()),
        ("Rec. 10.2: text", ("10.2",), False, ()),
        ("Recommendation No. 4", ("4",), False, ()),
        ("Recommendation #4", ("4",), False, ()),
        ("RECOMMENDATION FOUR", ("4",), False, ()),
        ("Action 2. To HMICFRS", ("Action 2",), False, ("hmicfrs",)),
        ("Recommendation to chief constables", (), False, ("chief_constables",)),
        ("Recommendation", (), False, ()),
    ],
)
def test_the_grammar_of_labels(text: str, numbers: tuple[str, ...], is_answer: bool, codes: tuple[str, ...]) -> None:
    read = label(text)
    assert (read.numbers, read.is_answer, read.recipients.codes, read.firm) == (numbers, is_answer, codes, True)
    assert text[read.rest :] in {"", "text"}


@pytest.mark.parametrize(
    "text",
    [
        "Recommendations",
        "Recommendations to the College",
        "Actions taken",
        "Action plan",
        "Action taken: we did",
        "With reference to recommendation 1, and in consultation",
        "In response to these recommendations I can confirm the following.",
        "The recommendation 4",
        "Recommended 4",
        "",
    ],
)
def test_other_words_are_no_label(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    "text", ["Recommendation 1 is accepted.", "Recommendations 1, 4 and 5 are local.", "Rec 4 asks us"]
)
def test_the_beginning_of_a_sentence_is_not_a_firm_label(text: str) -> None:
    assert not label(text).firm


def test_the_text_after_a_label_begins_at_rest() -> None:
    text = "Recommendation 5: Chief constables should act."
    assert text[label(text).rest :] == "Chief constables should act."
    assert label(text).recipients.codes == ()


def test_actions_are_numbered_apart_from_recommendations() -> None:
    assert label("Action 2").sort is Sort.ACTION
    assert label("Action 2").numbers != label("Recommendation 2").numbers


def test_an_unknown_addressee_is_kept() -> None:
    assert label("Recommendation 6. To PCCs and the Widget Board").recipients.unknown == "Widget Board"


def test_a_range_is_spread_only_when_it_rises_and_is_short() -> None:
    assert numbers_in("4 to 6", ranges=True) == ("4", "5", "6")
    assert numbers_in("6 to 4", ranges=True) == ("6", "4")
    assert numbers_in("1 to 900", ranges=True) == ("1", "900")
    assert numbers_in("4 to 6", ranges=False) == ("4", "6")


def test_numbers_have_one_spelling() -> None:
    assert [normal_number(n) for n in ("3A", "4 (e)", "4.", "Four", "#7:")] == ["3a", "4(e)", "4", "4", "7"]
