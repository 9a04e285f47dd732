import pytest

from safetoshare.core.documents.blocks import Block, Kind, Place
from safetoshare.core.documents.html import read_html
from safetoshare.core.errors import DocumentError


def blocks(page: str) -> tuple[Block, ...]:
    return read_html(page.encode()).blocks


def texts(page: str) -> list[str]:
    return [block.text for block in blocks(page)]


def test_headings_paragraphs_items_and_cells_are_told_apart() -> None:
    page = "<h2>Two</h2><p>text</p><ul><li>a<ul><li>b</ul></ul><table><tr><th>x<th>y<tr><td>1<td>2</table>"
    assert [(b.kind, b.level, b.text) for b in blocks(page)] == [
        (Kind.HEADING, 2, "Two"),
        (Kind.PARAGRAPH, 0, "text"),
        (Kind.ITEM, 1, "a"),
        (Kind.ITEM, 2, "b"),
        *((Kind.CELL, 0, text) for text in "xy12"),
    ]
    assert blocks(page)[-1].place == Place(0, 1, 1)


def test_a_cell_outside_of_any_row_begins_the_first() -> None:
    assert blocks("<table><td>x<td>y</table>")[1].place == Place(0, 0, 1)


def test_lines_are_those_of_the_tags() -> None:
    assert [b.line for b in blocks("<h1>A</h1>\n\n<p>text\nmore</p>\n<ul><li>b\n<li>c</ul>")] == [1, 3, 5, 6]


def test_the_number_that_an_item_shows_is_kept() -> None:
    page = "<ol start=7><li>seven<li value=9>nine<li>ten</ol><ol type=a><li>a<li>b</ol><ul><li>none</ul>"
    assert [b.marker for b in blocks(page)] == ["7", "9", "10", "a", "b", ""]


def test_a_second_paragraph_of_an_item_belongs_to_its_level() -> None:
    found = blocks("<ul><li><p>one<p>two</ul><p>three")
    assert [(b.kind, b.level) for b in found] == [(Kind.ITEM, 1), (Kind.PARAGRAPH, 1), (Kind.PARAGRAPH, 0)]


def test_bold_italic_and_quoted_text_is_marked() -> None:
    bold, lead, styled, quoted = blocks(
        "<p><strong>all</strong><p><b>Rec 1:</b> <em>asked</em>"
        '<p><span style="font-weight: 700">x</span><blockquote><p>said</blockquote>'
    )
    assert (bold.look.strong, bold.look.lead) == (True, 3)
    assert (lead.look.strong, lead.look.italic, lead.look.lead) == (False, True, 7)
    assert styled.look.strong
    assert quoted.look.quoted


def test_one_line_break_is_kept_and_two_end_the_paragraph() -> None:
    assert texts("<p>one<br>two<br> <br>three\nfour</p>") == ["one\ntwo", "three four"]
    assert texts("<td>one<br>two") == ["one\ntwo"]
    assert texts("<pre>one\n  two</pre>") == ["one\ntwo"]


def test_a_term_and_its_description_are_lines_of_one_paragraph() -> None:
    assert texts("<dl><dt>From<dd>Jo Example<dt>Sent:<dd>3 May 2021</dl>") == ["From:\nJo Example", "Sent:\n3 May 2021"]


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Menu</nav>",
        "<script>x()</script>",
        '<div class="gem-c-cookie-banner">Cookies</div>',
        '<div id="quick-exit">Leave now</div>',
        '<ol class="govuk-breadcrumbs"><li>Home</ol>',
        "<button>Print</button>",
        '<div role="dialog">Subscribe</div>',
        "<form><select><option>A</select></form>",
        "<footer>Contact</footer>",
    ],
)
def test_what_a_site_puts_around_a_document_is_no_part_of_it(around: str) -> None:
    assert texts(f"<body>{around}<h1>Response</h1><p>text</p>{around}</body>") == ["Response", "text"]


def test_the_one_main_part_holds_the_document_and_a_title_above_it_is_kept() -> None:
    page = "<body><header><p>Site</p><h1>Response</h1></header><div><p>Aside</p></div><main><p>text</p></main></body>"
    assert texts(page) == ["Response", "text"]
    assert texts("<body><p>Site<article><p>text</article></body>") == ["text"]
    assert texts("<body><main><p>a</main><main><p>b</main></body>") == ["a", "b"]


@pytest.mark.parametrize(
    "hides",
    [
        "hidden",
        'style="display:none"',
        'style="color: red; visibility: hidden"',
        'class="sr-only"',
        'aria-hidden="true"',
    ],
)
def test_text_that_the_page_hides_is_left_out_and_noted(hides: str) -> None:
    document = read_html(f"<p>seen</p><p {hides}>Recommendation 9</p> after".encode())
    assert document.text == "seen\n\nafter"
    assert document.notes == ("text that the page hides was left out",)


def test_struck_out_text_and_invisible_characters_are_left_out_and_noted() -> None:
    document = read_html("<p>We <del>accept</del><s>agree</s> re\u200bfuse.</p>".encode())
    assert document.text == "We refuse."
    assert set(document.notes) == {
        "struck-out text was left out",
        "invisible or direction-changing characters were removed",
    }


@pytest.mark.parametrize(
    "content",
    [
        "<p>café".encode(),
        "\ufeff<p>café".encode(),
        "<!doctype html><p>café".encode("utf-16"),
        "<meta charset='windows-1252'><p>café".encode("cp1252"),
        "<meta charset='iso-8859-1'><p>café".encode("cp1252"),
        b"<p>caf&eacute;",
        '<?xml version="1.0" encoding="UTF-8"?><html><p>café</p></html>'.encode(),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(content: bytes) -> None:
    assert read_html(content).text == "café"


@pytest.mark.parametrize("unit", ["<b>x</b> ", "x<br>", "<dl><dt>x<dd>y</dl>", "<ol><li>x</ol>", "<p>&nbsp;", "<td>x"])
def test_a_page_of_one_thing_many_times_ends(unit: str) -> None:
    try:
        assert read_html(b"<html>" + (unit * (400_000 // len(unit))).encode()).text
    except DocumentError as error:
        assert str(error)  # noqa: PT017  (either is an end)
