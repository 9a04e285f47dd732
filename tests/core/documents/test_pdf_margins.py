import pytest

from safetoshare.core.documents.pdf_letters import Line, lines_of
from safetoshare.core.documents.pdf_margins import without_margins
from tests.core.documents.test_pdf_letters import letters


def line(text: str, base: float, page: int) -> Line:
    return lines_of(letters(text, base=base), page)[0]


def kept(*pages: list[tuple[str, float]]) -> list[list[str]]:
    lines = [(800.0, [line(text, base, number) for text, base in page]) for number, page in enumerate(pages, 1)]
    return [[each.text for each in page] for page in without_margins(lines)]


def test_a_line_that_runs_through_the_pages_is_left_out_though_its_figures_change() -> None:
    assert kept([("Draft 1", 30), ("a", 400)], [("Draft 2", 31), ("b", 400)]) == [["a"], ["b"]]


def test_a_line_at_another_height_or_inside_the_page_stays() -> None:
    assert kept([("Same", 30)], [("Same", 60)]) == [["Same"], ["Same"]]
    assert kept([("Same", 400)], [("Same", 400)]) == [["Same"], ["Same"]]


def test_a_line_on_fewer_than_half_of_the_pages_stays() -> None:
    assert kept(*([("Title", 30.0)] if number < 2 else [(f"other {'x' * number}", 400.0)] for number in range(5)))[
        0
    ] == ["Title"]


@pytest.mark.parametrize("number", ["1", "- 1 -", "Page 1", "page 1 of 9", "1/9"])
def test_a_page_number_is_left_out_on_a_single_page(number: str) -> None:
    assert kept([("text", 400), (number, 780)]) == [["text"]]


def test_another_number_at_the_foot_stays() -> None:
    assert kept([("text", 400), ("2021", 780)]) == [["text", "2021"]]
