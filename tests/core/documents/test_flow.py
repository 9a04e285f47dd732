import pytest

from safetoshare.core.documents import flow as module
from safetoshare.core.documents.blocks import DocumentBuilder, Kind, Look, Place
from safetoshare.core.documents.flow import Flow, Run, looked, squeeze
from safetoshare.core.errors import DocumentError


def test_runs_are_looked_at_as_markdown_looks_at_them() -> None:
    assert looked([Run("all", strong=True)]) == ("all", Look(strong=True, lead=3))
    assert looked([Run(" Rec 1:", strong=True), Run(" asked", italic=True)]) == (
        "Rec 1: asked",
        Look(italic=True, lead=6),
    )
    assert looked([Run("plain "), Run("word", italic=True)]) == ("plain word", Look())
    assert looked([Run(" \u200b ")]) == ("", Look())


def test_white_space_is_squeezed_as_a_page_shows_it() -> None:
    runs = squeeze([Run("  one\n two "), Run(" three ", strong=True), Run("\v  four")])
    assert "".join(run.text for run in runs) == "one two three\nfour"


def places(flow: Flow) -> list[tuple[str, Place | None]]:
    return [(block.text, block.place) for block in flow.builder.document().blocks]


def test_a_cell_that_spans_columns_and_rows_leaves_its_places_empty() -> None:
    flow = Flow(DocumentBuilder())
    flow.open_table()
    for row in ([("a", 1, 2), ("b", 2, 1), ("c", 1, 1)], [("d", 1, 1), ("e", 1, 1)], [("f", 1, 1)]):
        flow.open_row()
        for text, columns, rows in row:
            flow.open_cell(1, columns, rows)
            flow.text([Run(text)], 1)
            flow.close_cell(columns)
        flow.close_row()
    flow.close_table()
    assert places(flow) == [
        ("a", Place(0, 0, 0)),
        ("b", Place(0, 0, 1)),
        ("c", Place(0, 0, 3)),
        ("d", Place(0, 1, 1)),
        ("e", Place(0, 1, 2)),
        ("f", Place(0, 2, 0)),
    ]


def test_a_table_inside_a_cell_becomes_lines_of_the_cell() -> None:
    flow = Flow(DocumentBuilder())
    for _ in range(2):
        flow.open_table()
        flow.open_row()
        flow.open_cell(1)
        flow.text([Run("text")], 1)
    for _ in range(2):
        flow.close_cell()
        flow.close_row()
        flow.close_table()
    assert [text for text, _ in places(flow)] == ["text\ntext"]


def test_a_list_inside_a_cell_keeps_its_marks_and_one_around_the_table_does_not_enter() -> None:
    flow = Flow(DocumentBuilder())
    flow.open_item("7")
    flow.open_table()
    flow.open_row()
    flow.open_cell(1)
    flow.text([Run("head")], 1)
    flow.open_item("")
    flow.text([Run("bullet")], 1)
    flow.close_item()
    flow.close_cell()
    flow.close_row()
    flow.close_table()
    flow.text([Run("seven")], 1)
    flow.close_item()
    cell, item = flow.builder.document().blocks
    assert (cell.text, item.kind, item.marker) == ("head\n- bullet", Kind.ITEM, "7")


def test_a_typed_bullet_is_an_item() -> None:
    flow = Flow(DocumentBuilder())
    flow.text([Run("• one")], 1)
    (block,) = flow.builder.document().blocks
    assert (block.kind, block.level, block.text) == (Kind.ITEM, 1, "one")


def test_more_blocks_or_text_than_a_response_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BLOCKS", 2)
    flow = Flow(DocumentBuilder())
    flow.text([Run("one")], 1)
    flow.text([Run("two")], 1)
    with pytest.raises(DocumentError):
        flow.text([Run("three")], 1)
    monkeypatch.setattr(module, "MAX_CHARACTERS", 2)
    with pytest.raises(DocumentError):
        Flow(DocumentBuilder()).text([Run("three")], 1)
