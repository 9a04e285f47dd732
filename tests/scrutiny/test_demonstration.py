"""What `safetoshare demo` enters: the force's own documents, once, however often it runs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from safetoshare.core.errors import SettingError
from safetoshare.scrutiny import demonstration
from safetoshare.scrutiny.models import Response
from tests.scrutiny.conftest import DOCUMENTS
from tests.scrutiny.test_registers import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    """The force's documents, in a folder of this test's own."""
    shutil.copytree(DOCUMENTS, tmp_path / "documents")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    return tmp_path / "documents"


def test_it_is_loaded_once_and_stays_as_it_is() -> None:
    demonstration.load()
    before = rows()
    demonstration.load()
    assert rows() == before
    assert Response.objects.get().document_name == "avon-and-somerset-pcc-2021.md"


def test_a_force_without_documents_has_an_empty_register(folder: Path) -> None:
    shutil.rmtree(folder)
    demonstration.load()
    assert not any(rows().values())


def test_a_document_that_cannot_enter_is_named_with_the_reason(folder: Path) -> None:
    (folder / "another.md").write_text("## Recommendation 1\n\nAct.\n\n## Response\n\nWe accept this.", "utf-8")
    with pytest.raises(SettingError, match=r"another\.md: the document does not name the report"):
        demonstration.load()


def test_a_register_file_that_differs_is_named_with_the_reason(folder: Path) -> None:
    demonstration.load()
    register = folder / "register.toml"
    register.write_text(register.read_text("utf-8").replace("Five of its eight", "Five of nine"), "utf-8")
    with pytest.raises(SettingError, match=r"register\.toml: report safe-to-share: the register has another extent"):
        demonstration.load()
