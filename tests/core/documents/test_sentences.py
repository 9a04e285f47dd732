from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.sentences import sentences


def block(text: str) -> Block:
    return Block(Kind.PARAGRAPH, text, start=100, line=7, has_lines=True)


def test_sentences_end_at_stops_and_keep_their_places() -> None:
    found = list(sentences(block("One is done. “Two?” is not! Three")))
    assert [s.text for s in found] == ["One is done.", "“Two?” is not!", "Three"]
    assert [s.start for s in found] == [100, 113, 128]


def test_abbreviations_and_numbers_end_no_sentence() -> None:
    text = "See No. 4 and Rec. 5, e.g. Kent. 2.5 per cent of Mr. Example"
    assert [s.text for s in sentences(block(text))] == [
        "See No. 4 and Rec. 5, e.g. Kent.",
        "2.5 per cent of Mr. Example",
    ]


def test_a_sentence_knows_its_source_line() -> None:
    assert [s.line for s in sentences(block("One\nis. Two is.\nThree is."))] == [7, 8, 9]
