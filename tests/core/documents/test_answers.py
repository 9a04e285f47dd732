import pytest

from safetoshare.core.documents.cautions import About
from tests.core.documents.comparing import reading_of


def about(markdown: str) -> set[tuple[About, str | None]]:
    return {(w.about, w.number) for w in reading_of(markdown).warnings if w.about is not About.MISSING}


ASKED = "## Recommendation 1. To chief constables\n\nAct.\n\n"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        (ASKED + "## Response\n\nYes.", set()),
        (ASKED, {(About.NO_ANSWER, "1")}),
        ("## Response to recommendation 3\n\nYes.", {(About.NOT_QUOTED, "3")}),
        ("## Recommendation\n\nAct.\n\n## Response\n\nYes.", {(About.UNNUMBERED, None)}),
        (ASKED + "The Constabulary has acted.", {(About.SPLIT, "1")}),
        (ASKED + "## Response to rec 1\n\nYes.\n\n## Response to rec 1\n\nNo.", {(About.ANSWERED_TWICE, "1")}),
        (ASKED + "## Response\n\nYes.\n\n## Recommendation 1. To PCCs\n\nWait.", {(About.ASKED_TWICE, "1")}),
        ("## Rec 1. To PCCs and the Widget Board\n\nAct.\n\n## Response\n\nYes.", {(About.UNKNOWN_RECIPIENT, "1")}),
        (ASKED + "## Response\n\nI accept the recommendation. We await a national view.", {(About.MIXED_STANCE, "1")}),
    ],
)
def test_what_a_person_has_to_look_at(markdown: str, expected: set[tuple[About, str | None]]) -> None:
    assert about(markdown) == expected


def test_an_answer_to_several_is_given_to_each_and_said() -> None:
    reading = reading_of("## Rec 1\n\nA.\n\n## Rec 2\n\nB.\n\n## Response to recommendations 1 and 2\n\nBoth.")
    assert [r.answer.text for r in reading.recommendations if r.answer] == ["Both.", "Both."]
    assert sum(w.about is About.SHARED_ANSWER for w in reading.warnings) == 2


def test_answers_without_a_recommendation_come_after_those_that_are_asked() -> None:
    reading = reading_of("## Response to rec 9\n\nYes.\n\n" + ASKED)
    assert [r.number for r in reading.recommendations] == ["1", "9"]


def test_the_same_quotation_twice_is_no_matter() -> None:
    again = ASKED + "# Answers\n\n" + ASKED + "## Response\n\nYes."
    assert about(again) == set()
    assert reading_of(again).recommendations[0].text == "Act."


def test_the_first_words_are_twenty() -> None:
    answer = reading_of(ASKED + "## Response\n\n" + "word " * 50).recommendations[0].answer
    assert answer is not None
    assert len(answer.first_words.split()) == 20


def test_actions_and_recommendations_of_one_number_are_two() -> None:
    reading = reading_of("## Rec 2\n\nA.\n\n## Response\n\nYes.\n\n## Action 2\n\nB.\n\n## Response to action 2\n\nNo.")
    assert [(r.number, r.sort, r.text) for r in reading.recommendations] == [
        ("2", "recommendation", "A."),
        ("Action 2", "action", "B."),
    ]
