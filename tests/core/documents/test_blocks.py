import pytest

from safetoshare.core.documents.blocks import Block, CountedIn, DocumentBuilder, Kind, Place, clean


def test_each_block_lies_where_it_says_in_the_plain_text() -> None:
    builder = DocumentBuilder()
    builder.add(Kind.HEADING, " One ", line=1, level=1)
    builder.add(Kind.PARAGRAPH, "two\nthree", line=3)
    document = builder.document()
    assert document.text == "One\n\ntwo\nthree"
    assert [document.text[b.start : b.end] for b in document.blocks] == ["One", "two\nthree"]


def test_a_block_without_visible_text_is_left_out() -> None:
    builder = DocumentBuilder()
    builder.add(Kind.PARAGRAPH, "\u200b \n", line=1)
    assert builder.document().blocks == ()


def test_a_cut_drops_the_space_around_it_and_keeps_its_place_and_line() -> None:
    block = Block(Kind.PARAGRAPH, "one\ntwo  three", start=10, line=5, has_lines=True)
    cut = block.cut(3, 9)
    assert (cut.text, cut.start, cut.end, cut.line) == ("two", 14, 17, 6)


def test_a_break_inside_a_page_or_a_tag_begins_no_line_of_the_source() -> None:
    assert Block(Kind.PARAGRAPH, "one\ntwo", start=0, line=5).cut(4).line == 5
    for breaks_are_lines in (True, False):
        builder = DocumentBuilder(CountedIn.PAGES, breaks_are_lines)
        builder.add(Kind.PARAGRAPH, "one\ntwo", line=5)
        document = builder.document()
        assert document.counted_in is CountedIn.PAGES
        assert document.blocks[0].has_lines is breaks_are_lines


def test_lines_of_a_cell_stay_on_the_line_of_its_row() -> None:
    block = Block(Kind.CELL, "one\n\ntwo", start=0, line=5, place=Place(0, 1, 0))
    assert [(line.text, line.start, line.line) for line in block.lines()] == [("one", 0, 5), ("two", 5, 5)]


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("Rec\u200bommendation", "Recommendation"),
        ("a\u202eb\u2066c", "abc"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\u00a0\u2003b", "a b"),
        ("a\x1b[31mb\x07", "a [31mb"),
        ("one \r\n two", "one\ntwo"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_cleaning_removes_what_hides_and_keeps_what_scripts_need(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned
