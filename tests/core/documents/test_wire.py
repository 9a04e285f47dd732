import json

import pytest

from safetoshare.core.documents.formats import read_document
from safetoshare.core.documents.wire import from_values, to_values
from safetoshare.core.errors import DocumentError
from tests.core.documents.comparing import NAMES, RESPONSES


@pytest.mark.parametrize("name", NAMES)
def test_a_document_arrives_as_it_was_sent(name: str) -> None:
    for ending in ("md", "pdf"):
        document = read_document((RESPONSES / f"{name}.{ending}").read_bytes())
        assert from_values(json.loads(json.dumps(to_values(document)))) == document


def test_blocks_are_laid_out_anew_whatever_is_sent() -> None:
    values = to_values(read_document(b"# One\n\ntwo"))
    values["blocks"][0][1] = "\u202e  One \x00 "
    values["blocks"][0][8] = 99
    document = from_values(values)
    assert document.text == "One\n\ntwo"
    assert document.blocks[0].look.lead == 3
    assert [document.text[b.start : b.end] for b in document.blocks] == ["One", "two"]


@pytest.mark.parametrize(
    ("column", "value"),
    [(0, "script"), (1, 7), (1, "\ud800"), (2, -1), (2, True), (2, 2**40), (3, "1"), (4, None), (8, 1.5), (9, "x")],
)
def test_a_value_of_another_kind_is_refused(column: int, value: object) -> None:
    values = to_values(read_document(b"# One\n\ntwo"))
    values["blocks"][0][column] = value
    with pytest.raises(DocumentError, match="broke off"):
        from_values(values)


@pytest.mark.parametrize("key", ["blocks", "notes", "counted_in"])
def test_a_part_that_is_missing_or_too_long_is_refused(key: str) -> None:
    values = to_values(read_document(b"# One"))
    with pytest.raises(DocumentError):
        from_values({name: value for name, value in values.items() if name != key})
    with pytest.raises(DocumentError):
        from_values({**values, key: [None] * 60_000})
