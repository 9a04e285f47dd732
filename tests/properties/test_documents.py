"""Invariants of reading documents: never anything but a reading or a DocumentError, and every span inside the text."""

import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safetoshare.core.documents.as_json import as_json
from safetoshare.core.documents.blocks import Document, Span
from safetoshare.core.documents.items import Item
from safetoshare.core.documents.markdown import MAX_BYTES, read_markdown
from safetoshare.core.documents.reading import Reading, read_response
from safetoshare.core.errors import DocumentError
from tests.core.documents.comparing import NAMES, RESPONSES

SOURCES = [(RESPONSES / f"{name}.md").read_text(encoding="utf-8") for name in NAMES]
LINES = sorted({line for source in SOURCES for line in source.split("\n")})
IN_WORDS = {"3": "Recommendation Three", "4": "Recommendation Four"}
SECONDS_FOR_THE_WORST = 30

relaxed = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(content: bytes) -> tuple[Document, Reading] | None:
    """Read bytes; None for a DocumentError. Anything else that is raised fails the test."""
    try:
        document = read_markdown(content)
    except DocumentError:
        return None
    return document, read_response(document)


def spans(reading: Reading) -> Iterator[Span]:
    for said in reading.dates:
        yield said.span
    for recommendation in reading.recommendations:
        position = recommendation.position
        optional = [recommendation.span, *(span for item in recommendation.items for span in item_spans(item))]
        yield from (span for span in optional if span is not None)
        yield from (passage.span for passage in (recommendation.answer.passages if recommendation.answer else ()))
        for evidence in (position.stance_evidence, position.progress_evidence):
            if evidence is not None:
                yield evidence.span


def item_spans(item: Item) -> Iterator[Span | None]:
    yield item.span
    for child in item.items:
        yield from item_spans(child)


def check(document: Document, reading: Reading, source: str) -> None:
    previous = 0
    for block in document.blocks:
        assert document.text[block.start : block.end] == block.text
        assert block.text == block.text.strip()
        assert previous <= block.start < block.end
        previous = block.end
    lines = source.count("\n") + source.count("\r") + 1
    for span in spans(reading):
        assert 0 <= span.start < span.end <= len(document.text)
        assert 1 <= span.line <= lines
    for recommendation in reading.recommendations:
        answer = recommendation.answer
        assert recommendation.has_response == bool(answer and answer.text)
        for passage in answer.passages if answer else ():
            assert document.text[passage.span.start : passage.span.end].split()[0] in passage.text
        if recommendation.number is not None:
            bare = recommendation.number.removeprefix("Action ")
            assert bare[0].isdecimal()
    assert as_json(reading)["plain_text"] == document.text


@relaxed
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    result = read(content)
    assert result is None or result[0].text


@relaxed
@given(st.text(max_size=400))
def test_arbitrary_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    result = read(text.encode())
    if result is not None:
        check(*result, text)


@relaxed
@given(st.lists(st.sampled_from(LINES), max_size=60))
def test_shuffled_lines_of_responses_are_read_and_every_span_lies_in_them(lines: list[str]) -> None:
    source = "\n".join(lines)
    result = read(source.encode())
    if result is not None:
        check(*result, source)


@relaxed
@given(st.sampled_from(SOURCES), st.integers(0, 4_000), st.integers(0, 4_000))
def test_a_response_cut_anywhere_is_read_and_every_span_lies_in_it(source: str, first: int, length: int) -> None:
    cut = source[first : first + length]
    result = read(cut.encode())
    if result is not None:
        check(*result, cut)


@relaxed
@given(st.sampled_from(SOURCES), st.randoms(use_true_random=False))
def test_no_number_is_read_that_the_document_does_not_print(source: str, rng: random.Random) -> None:
    lines = source.split("\n")
    rng.shuffle(lines)
    result = read("\n".join(lines).encode())
    assert result is not None
    document, reading = result
    spread = "to 6" in source  # "Recommendations 4 to 6" names 5 without printing it
    for recommendation in reading.recommendations:
        number = (recommendation.number or "").removeprefix("Action ")
        written = number in document.text or IN_WORDS.get(number, "?") in document.text
        assert written or spread or any(b.marker == number for b in document.blocks)


@relaxed
@given(st.sampled_from(SOURCES), st.integers(0, 3_000), st.sampled_from("\u200b\u202e\u2066\u00ad\ufeff"))
def test_invisible_characters_change_nothing_that_is_read(source: str, at: int, invisible: str) -> None:
    # Anywhere, inside a tag or a sign of Markdown's own too.
    hidden = source[:at] + invisible + source[at:]
    plain, laced = read(source.encode()), read(hidden.encode())
    assert plain is not None
    assert laced is not None
    assert laced[0].text == plain[0].text
    assert laced[1].recommendations == plain[1].recommendations


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "![",
        "*a ",
        "> ",
        "- a ",
        "`",
        "<a ",
        "a",
        "word. ",
        "\u202e",
        "Recommendation 4 ",
        "Recommendation 4.\n\n",
        "# Recommendation 4\n",
        "1, ",
        "response to the ",
        "17 June 2021 ",
        "super-complaint made by ",
        "Aaa and ",
        "“a ",
    ],
)
def test_a_document_full_of_one_thing_ends_quickly(unit: str) -> None:
    content = (unit * (MAX_BYTES // 10 // len(unit.encode()))).encode()
    began = time.monotonic()
    read(content)
    assert time.monotonic() - began < SECONDS_FOR_THE_WORST
