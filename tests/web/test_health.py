"""Whether the process is alive and ready: one word for a machine, and nothing more for a stranger."""

from __future__ import annotations

import pytest
from django.test import Client

from safetoshare.base import checkup
from safetoshare.base.checkup import Finding

WELL = Finding("disk", True, "12,345 MiB free")
NOT_WELL = Finding("key files", False, "django.key can be read by others: chmod 600")


def test_it_says_that_it_is_alive_without_asking_the_database(visitor: Client) -> None:
    response = visitor.get("/healthz")
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response["Content-Type"] == "text/plain"


@pytest.mark.parametrize(
    ("findings", "status", "word"),
    [((WELL, WELL), 200, b"ready\n"), ((WELL, NOT_WELL), 503, b"not ready\n"), ((NOT_WELL,), 503, b"not ready\n")],
)
def test_it_says_whether_it_is_ready_and_not_what_is_missing(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, findings: tuple[Finding, ...], status: int, word: bytes
) -> None:
    monkeypatch.setattr(checkup, "needs", lambda: list(findings))
    response = visitor.get("/readyz")
    assert (response.status_code, response.content) == (status, word)


@pytest.mark.django_db(databases=["default", "audit"])
def test_without_an_unwrapper_this_process_is_not_ready(visitor: Client) -> None:
    assert visitor.get("/readyz").status_code == 503


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_it_only_answers_questions(visitor: Client, path: str, method: str) -> None:
    assert getattr(visitor, method)(path).status_code == 405


@pytest.mark.parametrize("path", ["/healthz", "/healthz?q=1"])
def test_a_question_for_the_headers_alone_is_answered(visitor: Client, path: str) -> None:
    response = visitor.head(path)
    assert (response.status_code, response.content) == (200, b"")
    assert not response.cookies
