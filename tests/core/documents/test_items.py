from safetoshare.core.documents.items import Item, items_of
from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.passages import Passage, Role

Tree = list[tuple[str | None, str | None, "Tree"]]


def tree(items: tuple[Item, ...]) -> Tree:
    return [(item.number, item.text, tree(item.items)) for item in items]


def asked(markdown: str, part: str = "") -> Passage:
    return Passage(Role.ASKED, ("4",), read_markdown(markdown.encode()).blocks, 1, part=part)


def test_items_nest_as_the_document_nests_them() -> None:
    assert tree(items_of([asked("Do:\n\n- a\n  - b\n    - c\n  - d\n- e")])) == [
        (None, "a", [(None, "b", [(None, "c", [])]), (None, "d", [])]),
        (None, "e", []),
    ]


def test_printed_numbers_and_letters_are_kept() -> None:
    assert tree(items_of([asked("1. one\n2. two\n\n(a) first\n\nb) second\n\niv. fourth\n\n4.1 deep")])) == [
        ("1", "one", []),
        ("2", "two", []),
        ("a", "first", []),
        ("b", "second", []),
        ("iv", "fourth", []),
        ("4.1", "deep", []),
    ]


def test_rows_of_a_table_are_items_too() -> None:
    assert tree(
        items_of([asked("Text."), asked("Plan.", part="7.1"), Passage(Role.ASKED, ("4",), (), 1, part="7.2")])
    ) == [
        ("7.1", "Plan.", []),
        ("7.2", None, []),
    ]


def test_plain_sentences_are_no_items() -> None:
    assert items_of([asked("A plan. I agree.\n\nIn 4.1 we said so.")]) == ()
