from safetoshare.core.documents.blocks import CountedIn, Document, Kind, Place
from safetoshare.core.documents.pdf import read_pdf
from tests.core.documents.hostile import pdf, text_at

LONG = "Chief constables should make sure that nobody is turned away at the front desk for want of"
Line = tuple[float, float, str]


def page(*lines: Line, size: float = 11, font: str = "F1") -> bytes:
    return b"".join(text_at(x, y, text, size=size, font=font) for x, y, text in lines)


def read(*pages: bytes) -> Document:
    return read_pdf(pdf(list(pages)))


def texts(*pages: bytes) -> list[str]:
    return [block.text for block in read(*pages).blocks]


def rule(x0: float, y0: float, x1: float, y1: float) -> bytes:
    return f"{x0} {y0} m {x1} {y1} l S\n".encode()


def grid(xs: list[float], ys: list[float]) -> bytes:
    return b"".join(rule(xs[0], y, xs[-1], y) for y in ys) + b"".join(rule(x, ys[0], x, ys[-1]) for x in xs)


def test_larger_letters_are_headings_by_their_rank_and_pages_are_counted() -> None:
    first = page((72, 780, "Title"), size=20) + page((72, 740, "Part"), size=15) + page((72, 700, f"{LONG}."))
    document = read(first, page((72, 700, "More words."), (72, 640, "The last.")))
    assert document.counted_in is CountedIn.PAGES
    assert [(b.kind, b.level, b.line) for b in document.blocks] == [
        (Kind.HEADING, 1, 1),
        (Kind.HEADING, 2, 1),
        (Kind.PARAGRAPH, 0, 1),
        (Kind.PARAGRAPH, 0, 2),
        (Kind.PARAGRAPH, 0, 2),
    ]


def test_bold_lines_of_the_same_size_are_paragraphs_that_stand_out() -> None:
    document = read(page((72, 780, "Recommendation 1"), font="F2") + page((72, 750, LONG)))
    assert [(b.kind, b.look.strong) for b in document.blocks] == [(Kind.PARAGRAPH, True), (Kind.PARAGRAPH, False)]


def test_lines_are_joined_and_a_line_that_ends_on_purpose_stays_one() -> None:
    document = read(page((72, 760, LONG), (72, 745, "papers. Done."), (72, 700, "Jo Example"), (72, 685, "Chair")))
    assert [b.text for b in document.blocks] == [f"{LONG} papers. Done.", "Jo Example\nChair"]


def test_a_paragraph_goes_on_over_the_end_of_a_page_when_its_line_was_full() -> None:
    assert texts(page((72, 200, LONG)), page((72, 700, "papers at all."))) == [f"{LONG} papers at all."]
    assert texts(page((72, 200, f"{LONG}.")), page((72, 700, "Another."))) == [f"{LONG}.", "Another."]
    assert texts(page((72, 230, LONG), (72, 200, "It ends")), page((72, 700, "Another")))[1:] == ["It ends", "Another"]


def test_a_word_parted_by_the_end_of_a_line_is_put_together() -> None:
    long = LONG.replace("for want of", "a recom-")
    assert texts(page((72, 760, long), (72, 745, "mendation says."))) == [f"{long[:-1]}mendation says."]


def test_written_bullets_and_hanging_numbers_are_items_with_their_depth() -> None:
    lines: list[Line] = [(72, 780, LONG), (90, 750, "• one"), (108, 735, "o deeper"), (90, 720, "• two")]
    numbers: list[Line] = [(72, 690, "7."), (90, 690, "seven"), (90, 675, "goes on"), (72, 640, "8. is a sentence")]
    found = read(page(*lines, *numbers)).blocks[1:]
    assert [(b.kind.value, b.level, b.marker, b.text) for b in found] == [
        ("item", 1, "", "one"),
        ("item", 2, "", "deeper"),
        ("item", 1, "", "two"),
        ("item", 1, "7", "seven\ngoes on"),
        ("paragraph", 0, "", "8. is a sentence"),
    ]


def test_a_ruled_table_is_read_by_its_cells() -> None:
    cells: list[Line] = [(76, 726, "No."), (176, 726, "Rec"), (76, 696, "1"), (176, 696, "Act"), (176, 682, "now")]
    document = read(page((72, 780, LONG), *cells) + grid([70, 170, 400], [740, 710, 670]))
    assert [(b.text, b.place) for b in document.blocks[1:]] == [
        ("No.", Place(0, 0, 0)),
        ("Rec", Place(0, 0, 1)),
        ("1", Place(0, 1, 0)),
        ("Act\nnow", Place(0, 1, 1)),
    ]


def test_a_table_goes_on_over_a_page_without_its_repeated_head() -> None:
    head: list[Line] = [(76, 726, "No."), (176, 726, "Rec")]
    lines = grid([70, 170, 400], [740, 710, 670])
    first = page(*head, (76, 696, "1"), (176, 696, "Act")) + lines
    second = page(*head, (176, 696, "and go on")) + lines
    found = [(b.text, b.place) for b in read(first, second).blocks]
    assert found[2:] == [("1", Place(0, 1, 0)), ("Act\nand go on", Place(0, 1, 1))]


def test_running_heads_feet_and_page_numbers_are_left_out() -> None:
    def sheet(number: int, text: str) -> bytes:
        return page((72, 810, f"Force response {number}"), (72, 600, text), (300, 30, str(number)))

    assert texts(*(sheet(number, f"Part {word}.") for number, word in enumerate(("one", "two", "three"), 1))) == [
        "Part one.",
        "Part two.",
        "Part three.",
    ]
    assert texts(page((72, 810, "Only once"), (72, 600, "text"), (300, 30, "Page 1 of 1"))) == ["Only once", "text"]


def test_what_was_not_read_is_noted() -> None:
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    turned = b"BT /F1 11 Tf 0 1 -1 0 500 400 Tm (aside) Tj ET\n"
    columns = page(*((x, y, "word") for y in (600, 580, 560) for x in (72, 320)))
    document = read(page((72, 700, LONG)) + turned, picture, columns)
    assert "aside" not in document.text
    assert document.notes == (
        "page 2 is a picture without text: what it shows was not read",
        "text that does not stand upright was left out",
        "page 3 has columns without ruled lines: they were read line by line",
    )


def test_text_beside_the_page_is_not_read() -> None:
    assert texts(page((72, 700, "seen"), (900, 700, "unseen"), (72, -50, "below"))) == ["seen"]


def test_text_that_is_too_small_to_see_is_not_read() -> None:
    assert texts(page((72, 700, "seen")) + page((72, 600, "Recommendation 9"), size=0.5)) == ["seen"]
