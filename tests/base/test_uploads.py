from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

CANARY = b"canary-in-a-picture"
# Past the size at which Django would write to a file.
LARGE = CANARY + bytes(4 * 1024 * 1024)


@pytest.mark.parametrize("content", [CANARY, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("address", ["/", "/en/safety/", "/en/staff/sign-in/"])
def test_a_file_that_nobody_asked_for_is_refused_and_stored_nowhere(
    address: str, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["form"] = "a" * 32
    answer = browser.post(address, {"file": SimpleUploadedFile("picture.jpg", content)})
    assert answer.status_code == 400
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_form_sent_in_parts_but_without_a_file_is_read() -> None:
    answer = Client().post("/en/staff/sign-in/", {"name": "kept as it was typed", "code": ""})
    assert answer.status_code == 422
    assert "kept as it was typed" in answer.content.decode()


def test_too_much_text_is_refused_before_it_is_read() -> None:
    answer = Client().post("/en/staff/sign-in/", {"name": "a" * (5 * 1024 * 1024 + 1)})
    assert answer.status_code == 400
