import pytest

from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.passages import Passage, Role
from safetoshare.core.documents.split import split_unmarked

NAMES = ["Northmoor Constabulary", "Northmoor"]


def split(markdown: str) -> tuple[list[str], list[str]] | None:
    blocks = read_markdown(markdown.encode()).blocks
    parted = split_unmarked(Passage(Role.ASKED, ("1",), blocks, 1), NAMES)
    return None if parted is None else ([b.text for b in parted[0].blocks], [b.text for b in parted[1].blocks])


@pytest.mark.parametrize(
    "asked", ["“Chief constables should act.”", "> Chief constables should act.", "*Chief constables should act.*"]
)
def test_a_quotation_is_the_recommendation_and_the_rest_the_answer(asked: str) -> None:
    parted = split(f"{asked}\n\nOfficers act every day.")
    assert parted is not None
    assert parted[1] == ["Officers act every day."]


@pytest.mark.parametrize(
    "answer",
    [
        "The Constabulary has acted.",
        "Northmoor Constabulary acted.",
        "Northmoor’s officers act.",
        "I will act.",
        "We have acted.",
        "My office acts.",
        "Accepted.",
        "This recommendation is met.",
    ],
)
def test_the_answer_begins_where_the_responder_speaks(answer: str) -> None:
    assert split(f"Chief constables should act.\n\n{answer}") == (["Chief constables should act."], [answer])


def test_the_responder_may_begin_inside_a_paragraph() -> None:
    assert split("PCCs should map. The Constabulary has helped.\n\nMore.") == (
        ["PCCs should map."],
        ["The Constabulary has helped.", "More."],
    )


def test_an_answer_alone_leaves_no_recommendation() -> None:
    assert split("We accept this.") == ([], ["We accept this."])


@pytest.mark.parametrize(
    "text",
    [
        "Chief constables should act.\n\nThey should do so at once.",
        "Chief constables should act.\n\nThe force should report yearly.",
        "We recommend that chief constables act.\n\nWe expect this within a year.",
        "“Chief constables should act.”",
        "Act:\n\n- the force must plan\n- we will see",
    ],
)
def test_without_a_sign_nothing_is_split(text: str) -> None:
    assert split(text) is None
