from safetoshare.core.documents.blocks import Block, CountedIn, DocumentBuilder, Kind
from safetoshare.core.documents.flow import Flow
from safetoshare.core.documents.hyphens import Vocabulary
from safetoshare.core.documents.pdf_layout import Layout, Measures
from safetoshare.core.documents.pdf_letters import Line, lines_of
from tests.core.documents.test_pdf_letters import letters

WIDE = "x" * 60  # it reaches the right edge


def line(text: str, base: float, x: float = 0, *, size: float = 10, strong: bool = False) -> Line:
    return lines_of(letters(text, x, base, size=size, strong=strong), 1)[0]


def laid_out(*lines: Line) -> tuple[Block, ...]:
    builder = DocumentBuilder(CountedIn.PAGES)
    Layout(Flow(builder), Measures.of(lines), Vocabulary.of(each.text for each in lines)).run(lines)
    return builder.document().blocks


def test_the_usual_size_distance_and_edges_are_measured() -> None:
    lines = [line("Large title", 10, size=20), *(line("some words here", 40 + 14 * n, 5) for n in range(4))]
    measures = Measures.of(lines)
    assert (measures.size, measures.pitch, measures.usual, measures.headings) == (10, 14, 5, (20,))


def test_measuring_nothing_gives_usual_values() -> None:
    assert Measures.of([]).size == 11.0


def test_a_paragraph_that_is_set_in_is_a_quotation() -> None:
    found = laid_out(line(f"a {WIDE}", 20), line(f"b {WIDE}", 34), line("is said", 60, 30), line("after it", 90))
    assert [block.look.quoted for block in found] == [False, True, False]


def test_a_first_line_that_is_set_in_belongs_to_its_paragraph() -> None:
    found = laid_out(line(f"a {WIDE}", 20), line(f"b {WIDE[:57]}", 60, 15), line("goes on here", 74))
    assert len(found) == 2
    assert found[1].text.endswith("goes on here")


def test_a_title_in_bold_keeps_its_line_break() -> None:
    (block,) = laid_out(line(f"Recommendation 4 {WIDE[:45]}", 20, strong=True), line("Act at once", 34))
    assert block.text.endswith("x\nAct at once")


def test_lines_in_the_middle_are_one_paragraph() -> None:
    found = laid_out(line(f"a {WIDE}", 20), line("in the middle", 60, 122), line("of page", 74, 137))
    assert [(block.kind, block.look.quoted) for block in found] == [(Kind.PARAGRAPH, False)] * 2
