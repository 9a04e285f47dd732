import pytest

from safetoshare.core.documents.letters import Cue, cue_of, read_letter
from safetoshare.core.documents.markdown import read_markdown


def cue(text: str) -> Cue | None:
    return cue_of(read_markdown(text.encode()).blocks[0])


@pytest.mark.parametrize(
    ("text", "numbers", "opens"),
    [
        ("In relation to recommendation 4, we agree.", ("4",), True),
        ("Turning to recommendations 4 and 5, no.", ("4", "5"), True),
        ("Recommendation 8 asks us to act.", ("8",), True),
        ("We note that recommendations 1, 4 and 5 are local.", ("1", "4", "5"), False),
        ("As for action 2, it is done.", ("Action 2",), True),
        ("Pending the outcome of recommendation 2, we turn to recommendation 5.", ("5",), False),
    ],
)
def test_a_paragraph_says_which_recommendation_it_is_about(text: str, numbers: tuple[str, ...], opens: bool) -> None:
    assert cue(text) == Cue(numbers, opens)


@pytest.mark.parametrize(
    "text",
    [
        "We agree. In relation to recommendation 4, see above.",
        "Pending the outcome of recommendation 2, we wait.",
        "As set out in recommendation 4, the law is under review.",
        "The recommendations are good.",
    ],
)
def test_a_condition_a_reference_or_a_later_sentence_opens_nothing(text: str) -> None:
    assert cue(text) is None


def test_a_paragraph_without_a_number_continues_the_answer_before_and_a_farewell_ends_it() -> None:
    text = "Dear Sam\n\nOn recommendation 1, yes.\n\nAnd more.\n\nYours sincerely\n\nJo"
    passages, outside = read_letter(read_markdown(text.encode()).blocks)
    assert [(p.keys, len(p.blocks)) for p in passages] == [(("1",), 2)]
    assert [b.text for b in outside] == ["Dear Sam", "Yours sincerely", "Jo"]
