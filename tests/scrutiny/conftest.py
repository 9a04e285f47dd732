"""The force's own register and response, as the demonstration enters them, and a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.reading import Reading, read_response
from safetoshare.scrutiny import demonstration
from tests.web.conftest import visitor

__all__ = ["visitor"]

DOCUMENTS = Path(__file__).parents[2] / "src/safetoshare/forces/avon_and_somerset/documents"
RESPONSE = DOCUMENTS / "avon-and-somerset-pcc-2021.md"
REGISTER = DOCUMENTS / "register.toml"


@pytest.fixture
def loaded(db: None) -> None:
    """The register with the report and the commissioner's response."""
    demonstration.load()


@pytest.fixture(scope="session")
def reading() -> Reading:
    """The reading of the commissioner's response."""
    return read_response(read_markdown(RESPONSE.read_bytes()))
