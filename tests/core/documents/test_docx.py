import pytest

from safetoshare.core.documents.blocks import CountedIn, Document, Kind, Place
from safetoshare.core.documents.docx import read_docx
from tests.core.documents import hostile
from tests.core.documents.hostile import paragraph, word
from tests.core.documents.making.word import SPACE, document_of, packed


def read(body: str) -> Document:
    return read_docx(word(body))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def test_paragraphs_are_counted_from_one() -> None:
    document = read(paragraph("one") + "<w:p/>" + paragraph("three"))
    assert [(b.text, b.line) for b in document.blocks] == [("one", 1), ("three", 3)]
    assert document.counted_in is CountedIn.PARAGRAPHS


def test_a_heading_is_known_by_its_style_or_its_outline() -> None:
    document = read(
        '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>'
    )
    assert [(b.kind, b.level) for b in document.blocks] == [(Kind.HEADING, 2), (Kind.HEADING, 3)]


def test_merged_cells_stand_at_their_first_place() -> None:
    row = "<w:tr>{}</w:tr>".format
    document = read(
        "<w:tbl>"
        + row(cell("a", '<w:gridSpan w:val="2"/>') + cell("b", '<w:vMerge w:val="restart"/>'))
        + row(cell("c") + cell("d") + cell("again", "<w:vMerge/>"))
        + "</w:tbl>"
    )
    assert [(b.text, b.place) for b in document.blocks] == [
        ("a", Place(0, 0, 0)),
        ("b", Place(0, 0, 2)),
        ("c", Place(0, 1, 0)),
        ("d", Place(0, 1, 1)),
    ]


def test_a_table_of_one_cell_is_a_frame_around_text() -> None:
    assert read(f"<w:tbl><w:tr>{cell('framed')}</w:tr></w:tbl>").blocks[0].kind is Kind.PARAGRAPH


@pytest.mark.parametrize(
    ("body", "note"),
    [
        (f"<w:p>{run('kept')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>", "tracked changes"),
        (f"<w:p>{run('kept')}{run('gone', '<w:strike/>')}</w:p>", "struck-out"),
        (f"<w:p>{run('kept')}{run('gone', '<w:vanish/>')}</w:p>", "hidden text"),
    ],
)
def test_text_that_is_deleted_struck_out_or_hidden_is_left_out_and_noted(body: str, note: str) -> None:
    document = read(body)
    assert document.text == "kept"
    assert note in document.notes[0]


def test_inserted_text_links_fields_and_content_controls_are_text() -> None:
    body = (
        f"<w:p><w:ins>{run('one ')}</w:ins><w:hyperlink>{run('two ')}</w:hyperlink>"
        f"<w:fldSimple>{run('three ')}</w:fldSimple>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{run('four')}</w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('five')}</w:sdtContent></w:sdt>"
    )
    assert read(body).text == "one two three four\n\nfive"


def test_a_text_box_follows_its_paragraph_and_its_copy_for_older_programs_does_not() -> None:
    box = f"<w:txbxContent>{paragraph('boxed')}</w:txbxContent>"
    inside = (
        f"<w:r><w:AlternateContent><w:Choice>{box}</w:Choice><w:Fallback>{box}</w:Fallback></w:AlternateContent></w:r>"
    )
    assert read(f"<w:p>{run('before')}{inside}</w:p>").text == "before\n\nboxed"


def test_signs_inside_a_run_are_read() -> None:
    signs = '<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:br w:type="page"/>'
    assert read(f"<w:p><w:r>{signs}</w:r></w:p>").text == "a b\nc-d"


def test_footnotes_are_left_out_and_noted() -> None:
    content = packed(document_of(paragraph("text")), footnotes=hostile.footnotes("a note"))
    assert read_docx(content).notes == ("footnotes were left out",)


def numbered(text: str, number: int, level: int = 0, style: str = "") -> str:
    properties = f'{style}<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def test_items_show_the_numbers_that_word_would_print() -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'.format
    numbering = (
        f"<w:numbering {SPACE}>"
        f'<w:abstractNum w:abstractNumId="0">{level(0, 4, "decimal", "%1.")}{level(1, 1, "lowerLetter", "(%2)")}'
        f"{level(2, 1, 'decimal', '%1.%3')}</w:abstractNum>"
        f'<w:abstractNum w:abstractNumId="1">{level(0, 1, "decimal", "Recommendation %1:")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{level(0, 1, "bullet", "-")}</w:abstractNum>'
        + "".join(f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(3))
        + "</w:numbering>"
    )
    heading = '<w:pStyle w:val="Heading2"/>'
    body = "".join(
        (
            numbered("four", 1),
            numbered("a", 1, 1),
            numbered("b", 1, 1),
            numbered("five", 1),
            numbered("a again", 1, 1),
            numbered("deep", 1, 2),
            numbered("To PCCs", 2, 0, heading),
            numbered("bullet", 3),
            numbered("headed", 1, 0, heading),
            numbered("no such list", 9),
        )
    )
    document = read_docx(packed(document_of(body), numbering))
    assert [(b.kind.value, b.level, b.marker, b.text) for b in document.blocks] == [
        ("item", 1, "4", "four"),
        ("item", 2, "a", "a"),
        ("item", 2, "b", "b"),
        ("item", 1, "5", "five"),
        ("item", 2, "a", "a again"),
        ("item", 3, "5.1", "deep"),
        ("heading", 2, "", "Recommendation 1: To PCCs"),
        ("item", 1, "", "bullet"),
        ("heading", 2, "", "6. headed"),
        ("paragraph", 0, "", "no such list"),
    ]
