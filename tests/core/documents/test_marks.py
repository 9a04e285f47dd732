import pytest

from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.marks import LINE_LEVEL, Mark, is_signature, mark_of


@pytest.mark.parametrize(
    ("markdown", "mark"),
    [
        ("#### Recommendation 4. To chief constables", Mark.ASKED),
        ("**Recommendation 4. To chief constables**", Mark.ASKED),
        ("Recommendation 4. To chief constables", Mark.ASKED),
        ("**Rec 4** Chief constables should act.", Mark.ASKED),
        ("- Recommendation 2: we agree.", Mark.ASKED),
        ("Recommendation 1 is accepted.", Mark.NONE),
        ("With reference to recommendation 1, and in consultation, chiefs should act.", Mark.NONE),
        ("#### Response to recommendation 4", Mark.ANSWER),
        ("**Our response**", Mark.ANSWER),
        ("Response:", Mark.ANSWER),
        ("**Response:** We agree.", Mark.ANSWER),
        ("Force response: We agree.", Mark.ANSWER),
        ("**Update – November 2023**", Mark.ANSWER),
        ("### What we have done", Mark.ANSWER),
        ("The response of the force was quick.", Mark.NONE),
        ("In response to these recommendations I can confirm the following.", Mark.ANSWER_TO_ALL),
        ("## Training", Mark.HEADING),
        ("Yours sincerely", Mark.END),
        ("Jo Example\nChief Constable", Mark.END),
        ("3 December 2021", Mark.END),
        ("We met the Chief Constable.\nHe agreed.", Mark.NONE),
    ],
)
def test_what_a_block_marks(markdown: str, mark: Mark) -> None:
    assert mark_of(read_markdown(markdown.encode()).blocks[0]).mark is mark


def test_what_follows_a_mark_in_its_block_is_the_rest() -> None:
    marked = mark_of(read_markdown(b"**Response:** We agree.").blocks[0])
    assert marked.rest is not None
    assert (marked.title, marked.rest.text) == ("Response", "We agree.")


def test_a_sentence_that_leads_on_is_no_answer_itself_and_one_that_says_something_is() -> None:
    leads = mark_of(read_markdown(b"In response to these recommendations I can confirm the following.").blocks[0])
    says = mark_of(read_markdown(b"In response to these recommendations the force has acted.").blocks[0])
    assert leads.rest is None
    assert says.rest is not None


def test_a_line_of_bold_type_is_below_every_heading() -> None:
    assert mark_of(read_markdown(b"**Rec 1**").blocks[0]).level == LINE_LEVEL > 6


def test_a_signature_is_short_lines_with_an_office() -> None:
    assert is_signature(read_markdown(b"Jo Example\nPCC for Westshire").blocks[0])
    assert not is_signature(read_markdown(b"Jo Example\nWestshire").blocks[0])
    assert not is_signature(read_markdown(b"The Commissioner asked victims.\nThey answered.").blocks[0])


def test_a_line_that_dates_the_response_ends_an_answer() -> None:
    assert mark_of(read_markdown(b"Response dated 18 June 2024").blocks[0]).mark is Mark.END
    assert mark_of(read_markdown(b"The response dated from before the flood.").blocks[0]).mark is Mark.NONE
