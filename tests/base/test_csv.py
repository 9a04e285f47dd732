"""Tables that no spreadsheet runs: what would be a formula is a text, and all else stays as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.csv import safe_cell, write_csv


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "  =", "＝"])
def test_what_would_be_a_formula_is_made_a_text(begins: str) -> None:
    assert safe_cell(f"{begins}cmd|' /C calc'!A0").startswith("'")


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4), max_size=5))
def test_no_cell_begins_a_formula_and_each_comes_back(rows: list[list[str]]) -> None:
    written = b"".join(write_csv(("=column",), rows)).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [["'=column"], *([safe_cell(cell) for cell in row] for row in rows)]
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for row in read for cell in row)


def test_harmless_text_stays_as_it_is() -> None:
    assert safe_cell("سلام = ok") == "سلام = ok"
    assert safe_cell(None) == ""
