from safetoshare.core.documents.pdf_tables import Cell, Edge, Table, joined, tables_of
from tests.core.documents.test_pdf_letters import letters


def upright(x: float, top: float, bottom: float) -> Edge:
    return Edge(x, x, top, bottom, is_upright=True)


def level(top: float, x0: float = 0, x1: float = 200) -> Edge:
    return Edge(x0, x1, top, top, is_upright=False)


def shape(table: Table) -> list[tuple[int, int, str]]:
    return [(cell.row, cell.column, " ".join(line.text for line in cell.lines)) for cell in table.cells]


UPRIGHTS = [upright(x, 0, 60) for x in (0, 100, 200)]
WORDS = [*letters("a", 10, 20), *letters("b", 110, 20), *letters("c", 10, 50), *letters("d", 110, 50)]


def test_cells_lie_where_lines_cross() -> None:
    (table,) = tables_of([*UPRIGHTS, level(0), level(30), level(60)], WORDS, [], 1)
    assert shape(table) == [(0, 0, "a"), (0, 1, "b"), (1, 0, "c"), (1, 1, "d")]


def test_a_table_that_the_end_of_the_page_leaves_open_is_closed() -> None:
    (table,) = tables_of([*UPRIGHTS, level(0), level(30)], WORDS, [], 1)
    assert len(table.cells) == 4


def test_a_frame_of_one_column_and_lines_without_uprights_are_no_tables() -> None:
    assert tables_of([upright(0, 0, 60), upright(200, 0, 60), level(0), level(60)], WORDS, [], 1) == []
    assert tables_of([level(0), level(60)], WORDS, [], 1) == []


def part(page: int, *rows: tuple[str, str]) -> Table:
    edges = [
        *(upright(x, 0, 30 * len(rows)) for x in (0, 100, 200)),
        *(level(30 * index) for index in range(len(rows) + 1)),
    ]
    words = [
        letter
        for index, row in enumerate(rows)
        for column, text in enumerate(row)
        for letter in letters(text, 10 + 100 * column, 20 + 30 * index)
    ]
    return tables_of(edges, words, [], page)[0]


def test_parts_on_two_pages_are_one_table() -> None:
    (table,) = joined([part(1, ("No", "Rec"), ("1", "Act")), part(2, ("No", "Rec"), ("2", "Go"))])
    assert shape(table) == [(0, 0, "No"), (0, 1, "Rec"), (1, 0, "1"), (1, 1, "Act"), (2, 0, "2"), (2, 1, "Go")]


def test_a_row_that_begins_with_nothing_or_in_mid_sentence_goes_on_with_the_one_above() -> None:
    for opening in (("", "now"), ("and", "now")):
        (table,) = joined([part(1, ("No", "Rec"), ("1", "Act")), part(2, opening, ("2", "Go"))])
        assert shape(table)[2:] == [(1, 0, f"1 {opening[0]}".strip()), (1, 1, "Act now"), (2, 0, "2"), (2, 1, "Go")]


def test_tables_of_other_columns_stay_apart() -> None:
    other = part(2, ("No", "Rec"))
    other.columns = (0.0, 50.0)
    assert len(joined([part(1, ("No", "Rec")), other])) == 2
    assert Cell(0, 0, 0, 1).lines == []
