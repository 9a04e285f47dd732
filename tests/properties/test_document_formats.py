"""Whatever the bytes: a reader gives a document whose blocks lie in its text, or a DocumentError, nothing else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safetoshare.core.documents.as_json import as_json
from safetoshare.core.documents.formats import read_document
from safetoshare.core.documents.reading import read_response
from safetoshare.core.documents.troubles import Trouble
from safetoshare.core.documents.wire import from_values, to_values
from safetoshare.core.errors import DocumentError
from tests.core.documents.comparing import NAMES, RESPONSES
from tests.core.documents.hostile import pdf
from tests.core.documents.making.word import document_of, packed

SEEDS = [(RESPONSES / f"{name}.{ending}").read_bytes() for name in NAMES[:4] for ending in ("html", "docx", "pdf")]
PIECES = (
    *(
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td rowspan=9>",
        "<td colspan=7>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<br>",
    ),
    *(
        "<h1>",
        "</h2>",
        "<b>",
        "</b>",
        "<main>",
        "<dl><dt>",
        "<dd>",
        "<del>",
        "&amp;",
        "&#0;",
        "&bad;",
        "<!--",
        "<![CDATA[",
    ),
    *("Recommendation 4", "Response", "text", "\v", "\u202e", "\x85"),
)
PARTS = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>Recommendation 1</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>"),
    *("<w:tc>", "</w:tc>", "<w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>", "<w:br/>", "<w:sdt>", "</w:sdt>"),
    *(
        "<w:tcPr><w:gridSpan w:val='-3'/></w:tcPr>",
        "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:pPr><w:outlineLvl w:val=''/></w:pPr>",
    ),
)
OPERATORS = (
    *(
        "BT",
        "ET",
        "/F1 11 Tf",
        "/F2 0 Tf",
        "/F9 9 Tf",
        "72 700 Td",
        "(text) Tj",
        "[(a) -900 (b)] TJ",
        "T*",
        "1 0 0 1 9 9 Tm",
    ),
    *(
        "0 0 0 0 0 0 Tm",
        "q",
        "Q",
        "0 0 m",
        "200 0 l",
        "S",
        "10 10 50 50 re",
        "f",
        "1e9 0 0 1e9 0 0 cm",
        "/X Do",
        "((",
        "<",
        "]",
    ),
)
relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def check(content: bytes) -> None:
    try:
        document = read_document(content)
    except DocumentError as error:
        refusal = error
    else:
        previous = 0
        for block in document.blocks:
            assert document.text[block.start : block.end] == block.text == block.text.strip()
            assert previous <= block.start < block.end
            previous = block.end
        assert from_values(to_values(document)) == document
        assert as_json(read_response(document))["plain_text"] == document.text
        return
    assert Trouble(refusal.trouble)
    assert str(refusal)


@relaxed
@given(
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<!doctype html>", b"\xd0\xcf\x11\xe0"]),
    st.binary(max_size=400),
)
def test_any_bytes_behind_any_signature(signature: bytes, content: bytes) -> None:
    check(signature + content)


@relaxed
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=6),
)
def test_a_document_with_some_bytes_changed(seed: bytes, changes: list[tuple[float, bytes]]) -> None:
    content = bytearray(seed)
    for where, change in changes:
        place = int(where * (len(content) - 1))
        content[place : place + len(change)] = change
    check(bytes(content))


@relaxed
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_order_of_tags(pieces: list[str]) -> None:
    check(("<html>" + "".join(pieces)).encode("utf-8"))


@relaxed
@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_any_order_of_the_parts_of_a_word_document(parts: list[str]) -> None:
    check(packed(document_of("".join(parts))))


@relaxed
@given(st.lists(st.lists(st.sampled_from(OPERATORS), max_size=30), min_size=1, max_size=3))
def test_any_order_of_the_operators_of_a_page(pages: list[list[str]]) -> None:
    check(pdf(["\n".join(operators).encode() for operators in pages]))
