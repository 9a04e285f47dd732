import pytest

from safetoshare.core.documents.columns import Column, columns_of, is_register


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Recommendations", Column.ASKED),
        ("Recomendation", Column.ASKED),
        ("HMICFRS recommendation", Column.ASKED),
        ("Rec No.", Column.NUMBER),
        ("No", Column.NUMBER),
        ("Ref:", Column.NUMBER),
        ("Sub recommendation/", Column.PART),
        ("Rec. Owner", Column.RECIPIENTS),
        ("Addressed to", Column.RECIPIENTS),
        ("Initial action plan response", Column.ANSWER),
        ("March 2026 update", Column.ANSWER),
        ("Response to recommendation", Column.ANSWER),
        ("Actions taken", Column.ANSWER),
        ("RAG status", Column.STATUS),
        ("Target date", Column.OTHER),
        ("Month", Column.OTHER),
        ("", Column.OTHER),
        ("response " * 1000, Column.OTHER),
    ],
)
def test_the_head_of_a_column_says_what_it_holds(head: str, column: Column) -> None:
    assert columns_of({0: head}) == {0: column}


def test_a_register_holds_what_is_asked_and_what_is_answered() -> None:
    assert is_register({0: Column.ASKED, 1: Column.ANSWER})
    assert is_register({0: Column.NUMBER, 1: Column.STATUS})
    assert not is_register({0: Column.ASKED, 1: Column.OTHER})
    assert not is_register({0: Column.OTHER, 1: Column.ANSWER})
