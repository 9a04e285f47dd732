import pytest
from lxml import etree

from safetoshare.core.documents.marked_up import first_number, hidden, item_number, root_of, shown_number, span_of


def element(page: str, path: str) -> etree._Element:
    found = etree.HTML(page).find(f".//{path}")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("number", "way", "shown"),
    [(3, "", "3"), (3, "a", "c"), (3, "A", "C"), (27, "a", "27"), (14, "i", "xiv"), (9, "I", "IX"), (0, "i", "0")],
)
def test_a_number_is_shown_as_its_list_says(number: int, way: str, shown: str) -> None:
    assert shown_number(number, way) == shown


@pytest.mark.parametrize(("written", "span"), [("2", 2), ("0", 1), ("x", 1), ("-1", 1), ("999999", 1000), ("9" * 9, 1)])
def test_a_span_is_a_number_within_reason(written: str, span: int) -> None:
    assert span_of(element(f'<table><tr><td colspan="{written}">x', "td"), "colspan") == span


def test_items_count_on_from_the_start_of_their_list() -> None:
    assert first_number(element("<ol start=5><li>x", "ol")) == 5
    assert item_number(element("<ol start=5><li>x", "li"), 4) == (5, "5")
    assert item_number(element("<ol><li value=8>x", "li"), 4) == (8, "8")
    assert item_number(element("<ul><li>x", "li"), 4) == (5, "")
    assert item_number(element('<ol style="list-style: none"><li>x', "li"), 4) == (5, "")
    assert item_number(element('<ol style="list-style-type: lower-roman"><li>x', "li"), 3) == (4, "iv")


def test_a_style_that_only_looks_like_hiding_hides_nothing() -> None:
    assert not hidden(element('<p style="x-display:none">a', "p"))
    assert not hidden(element('<p class="unhidden">a', "p"))


def test_the_text_after_a_removed_part_stays() -> None:
    root, _ = root_of(
        etree.HTML('<body>one <div class="cookies">x</div>two <b>three</b><nav id="share">y</nav> four</body>')
    )
    assert "".join(root.itertext()) == "one two three four"
