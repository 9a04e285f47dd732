import pytest

from safetoshare.core.documents.blocks import PLAIN, Block, Kind, Place
from safetoshare.core.documents.markdown import MAX_BYTES, MAX_LINES, read_markdown
from safetoshare.core.errors import DocumentError


def blocks(markdown: str) -> tuple[Block, ...]:
    return read_markdown(markdown.encode()).blocks


def test_headings_paragraphs_items_and_cells_are_told_apart() -> None:
    found = blocks("## Two\n\ntext\n\n- a\n  - b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n")
    assert [(b.kind, b.level, b.text) for b in found] == [
        (Kind.HEADING, 2, "Two"),
        (Kind.PARAGRAPH, 0, "text"),
        (Kind.ITEM, 1, "a"),
        (Kind.ITEM, 2, "b"),
        (Kind.CELL, 0, "x"),
        (Kind.CELL, 0, "y"),
        (Kind.CELL, 0, "1"),
        (Kind.CELL, 0, "2"),
    ]
    assert found[-1].place == Place(0, 1, 1)


def test_lines_are_those_of_the_source() -> None:
    assert [b.line for b in blocks("# A\n\ntext\n\n- b\n- c\n")] == [1, 3, 5, 6]


def test_the_printed_number_of_an_item_is_kept() -> None:
    assert [b.marker for b in blocks("7. seven\n8. eight\n\ntext\n\n- bullet\n")] == ["7", "8", "", ""]


def test_a_second_paragraph_of_an_item_belongs_to_its_level() -> None:
    found = blocks("- one\n\n  two\n\nthree\n")
    assert [(b.kind, b.level) for b in found] == [(Kind.ITEM, 1), (Kind.PARAGRAPH, 1), (Kind.PARAGRAPH, 0)]


def test_bold_italic_and_quoted_text_is_marked() -> None:
    bold, lead, quoted, plain = blocks("**all**\n\n**Rec 1:** *asked*\n\n> said\n\nplain *word*\n")
    assert (bold.look.strong, bold.look.lead) == (True, 3)
    assert (lead.look.strong, lead.look.italic, lead.look.lead) == (False, True, 7)
    assert quoted.look.quoted
    assert plain.look == PLAIN


def test_line_breaks_are_kept_in_paragraphs_and_cells() -> None:
    assert blocks("one  \ntwo\nthree\n")[0].text == "one\ntwo\nthree"
    assert blocks("| a |\n|---|\n| one<br>two<BR/>three |\n")[1].text == "one\ntwo\nthree"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("    an indented letter", "an indented letter"),
        ("[1]: https://example.org", "[1]: https://example.org"),
        ("see [the *report*](https://example.org/a) now", "see the report now"),
        ("![a chart](x.png)", "a chart"),
        ("```\ncode\n```", "code"),
        ("\x1b[31m &amp; \\*", "[31m & *"),
    ],
)
def test_no_words_are_lost_and_none_becomes_markup(markdown: str, text: str) -> None:
    assert read_markdown(markdown.encode()).text == text


def test_a_byte_order_mark_is_no_text() -> None:
    assert read_markdown(b"\xef\xbb\xbf# A").blocks[0].kind is Kind.HEADING
    assert read_markdown(b"\xef\xbb\xbf# A").notes == ()


def test_what_was_removed_or_kept_as_text_is_noted() -> None:
    assert read_markdown("a\u202eb".encode()).notes == ("invisible or direction-changing characters were removed",)
    assert read_markdown(b"a <div> b").notes == ("raw HTML is kept as text",)
    assert read_markdown(b"| a |\n|---|\n| b<br>c |").notes == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\u200b\u200b".encode(), "empty"),
        (b"***\n\n---\n", "empty"),
        (b"%PDF-1.7\n", "this is a PDF"),
        (b"PK\x03\x04rest", "Word document"),
        (b"\xd0\xcf\x11\xe0rest", "old Word document"),
        (b"{\\rtf1", "RTF"),
        ("text".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n", "PNG"),
        (b"<!DOCTYPE html><html>", "HTML page"),
        (b"  <html lang=en>", "HTML page"),
        (b"text\x00text", "NUL"),
        (b"caf\xe9 au lait", "byte 3"),
        (b"\xed\xa0\x80", "not UTF-8"),
        (b"a" * (MAX_BYTES + 1), "larger than 2 MB"),
        (b"\n" * (MAX_LINES + 1) + b"a", "more than 50,000 lines"),
        (b"> " * 100_000 + b"a", "nested deeper"),
        (b"1. " * 100_000 + b"a", "nested deeper"),
        (b"".join(b"  " * depth + b"- a\n" for depth in range(500)), "nested deeper"),
    ],
)
def test_what_cannot_be_read_is_named(content: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read_markdown(content)


def test_the_largest_document_is_read() -> None:
    assert len(read_markdown(b"a" * MAX_BYTES).text) == MAX_BYTES
