from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.passages import Role
from safetoshare.core.documents.sections import Sections, read_sections


def sections(markdown: str) -> Sections:
    return read_sections(read_markdown(markdown.encode()).blocks, frozenset())


def shape(markdown: str) -> list[tuple[Role, tuple[str, ...], list[str]]]:
    return [(p.role, p.keys, [b.text for b in p.blocks]) for p in sections(markdown).passages]


def test_a_label_that_comes_again_is_the_answer() -> None:
    markdown = "## Rec 1\n\nAsked.\n\n## Rec 2\n\nToo.\n\n# Part two\n\n## Rec 1\n\nYes.\n\n## Rec 2\n\nNo."
    assert shape(markdown)[2:] == [(Role.ANSWER, ("1",), ["Yes."]), (Role.ANSWER, ("2",), ["No."])]


def test_a_label_with_addressees_is_always_the_recommendation() -> None:
    markdown = "## Rec 1\n\nAsked.\n\n## Rec 1. To chief constables\n\nAsked.\n\n## Response\n\nYes."
    assert [role for role, _, _ in shape(markdown)] == [Role.ASKED, Role.ASKED, Role.ANSWER]


def test_a_quotation_repeated_before_an_answer_is_not_the_answer() -> None:
    markdown = "## Rec 1\n\nAsked.\n\n# Part two\n\n## Rec 1\n\nAsked.\n\n## Response\n\nYes."
    assert shape(markdown)[1:] == [(Role.ASKED, ("1",), ["Asked."]), (Role.ANSWER, ("1",), ["Yes."])]


def test_an_empty_label_in_a_list_of_contents_is_not_the_recommendation_quoted() -> None:
    markdown = "- Recommendation 1\n- Recommendation 2\n\n## Recommendation 1\n\nAsked."
    assert shape(markdown)[-1] == (Role.ASKED, ("1",), ["Asked."])


def test_an_answer_to_all_belongs_to_those_not_answered_so_far() -> None:
    markdown = (
        "## Rec 1\n\nA.\n\n## Response\n\nYes.\n\n## Rec 2\n\nB.\n\n## Rec 3\n\nC.\n\n"
        "## Response to these recommendations\n\nBoth."
    )
    assert shape(markdown)[-1] == (Role.ANSWER, ("2", "3"), ["Both."])


def test_paragraphs_after_a_transition_say_which_they_answer() -> None:
    markdown = (
        "## Rec 1\n\nA.\n\n## Rec 2\n\nB.\n\nIn response to these recommendations:\n\n"
        "On recommendation 2, no.\n\nOn recommendation 1, yes."
    )
    answers = [(p.keys, p.inferred) for p in sections(markdown).passages if p.role is Role.ANSWER]
    assert answers == [(("2",), True), (("1",), True)]


def test_naming_a_labelled_recommendation_inside_an_answer_turns_to_nothing() -> None:
    markdown = "## Rec 1\n\nA.\n\n## Response\n\nYes.\n\nIn relation to recommendation 2, see below.\n\n## Rec 2\n\nB."
    assert shape(markdown)[1] == (Role.ANSWER, ("1",), ["Yes.", "In relation to recommendation 2, see below."])


def test_a_heading_below_an_answer_stays_in_it_and_one_beside_it_ends_it() -> None:
    markdown = "## Rec 1\n\nA.\n\n## Response\n\nYes.\n\n### Training\n\nMore.\n\n## Contact\n\nPress."
    read = sections(markdown)
    assert [b.text for b in read.passages[1].blocks] == ["Yes.", "Training", "More."]
    assert read.left_out == ("Contact",)


def test_a_list_of_short_answers_ends_with_the_list() -> None:
    read = sections("- Rec 1: accepted.\n- Rec 2: rejected.\n\nIn summary, thank you.")
    assert [b.text for b in read.outside] == ["In summary, thank you."]


def test_a_single_bullet_goes_on_with_the_paragraph_below() -> None:
    assert shape("- Rec 1: act.\n\nWe have.")[0][2] == ["act.", "We have."]


def test_recommendations_without_number_are_kept_apart() -> None:
    first, second = sections("**Recommendation**\n\nA.\n\n**Recommendation**\n\nB.").passages
    assert first.keys != second.keys


def test_labels_under_a_heading_responses_are_answers() -> None:
    markdown = "# Report\n\n## Recommendations\n\n1. Act.\n\n## Response\n\nRecommendation 1 – we have."
    assert shape(markdown) == [(Role.ANSWER, ("1",), ["we have."])]


def test_a_document_titled_response_is_not_all_answers() -> None:
    assert shape("# Our response\n\n## Recommendation 1\n\nAct.") == [(Role.ASKED, ("1",), ["Act."])]
