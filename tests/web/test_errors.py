"""The report of an unforeseen error: a code and the places in our own code, and nothing that anybody wrote."""

from __future__ import annotations

import io
import logging
import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from safetoshare.base.languages import LANGUAGES, Language
from safetoshare.web import context, views
from safetoshare.web.errors import report_error

CANARY = "canary-what-she-wrote"
# As the browser sends it: in the address, the query, a header, a cookie.
CANARY_REQUEST = {
    "path": f"/en/safety/?q={CANARY}",
    "headers": {"user-agent": CANARY, "referer": f"https://{CANARY}/", "accept-language": CANARY},
}
CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{8}\b")


class Breaking:
    """A view's `render` that fails with an exception, whose message and variables hold what somebody wrote."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __call__(self, _request: HttpRequest, *_arguments: object) -> HttpResponse:
        written = CANARY
        raise self.error from KeyError(written)


def house_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the house logged, tracebacks and all. What Django says goes nowhere, though pytest hears it."""
    formatter = logging.Formatter("%(message)s")
    return [formatter.format(record) for record in caplog.records if record.name.startswith("safetoshare")]


def breaking(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(views, "render", Breaking(error))


@pytest.mark.parametrize("error", [ValueError(CANARY), KeyError(CANARY), UnreadablePostError(CANARY), RecursionError()])
def test_the_page_shows_the_code_that_the_log_holds_and_neither_holds_what_was_written(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    breaking(monkeypatch, error)
    visitor.cookies["kept"] = CANARY
    response = visitor.get(**CANARY_REQUEST)  # type: ignore[arg-type]  # a path and headers
    (line,) = house_lines(caplog)
    (code,) = CODE.findall(line)
    page = response.content.decode()
    assert response.status_code == 500
    assert code in page
    assert line.startswith(f"error {code}: {type(error).__name__} at ")
    assert "web/views.py" in line
    assert CANARY not in line + page
    assert "\n" not in line


def test_every_error_has_a_code_of_its_own(monkeypatch: pytest.MonkeyPatch, visitor: Client) -> None:
    breaking(monkeypatch, ValueError())
    pages = [visitor.get("/en/safety/").content.decode() for _ in range(5)]
    assert len({CODE.findall(page.partition("<script>")[0])[-1] for page in pages}) == len(pages)


def test_a_code_can_be_read_out_on_the_telephone() -> None:
    codes = {report_error(None) for _ in range(200)}
    assert len(codes) == 200
    assert all(CODE.fullmatch(code) for code in codes)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_what_went_wrong_is_said_in_the_language_of_the_address(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    breaking(monkeypatch, ValueError())
    page = visitor.get(f"/{language.code}/safety/").content.decode()
    with translation.override(language.code):
        assert gettext("Something went wrong") in page
    assert f'<html lang="{language.code}" dir="{language.direction}"' in page


def test_when_the_error_page_breaks_too_a_few_words_with_code_and_a_way_out_are_left(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken_context() -> Language:
        raise LookupError(CANARY)

    monkeypatch.setattr(context, "current_language", broken_context)
    response = visitor.get("/en/safety/")
    page = response.content.decode()
    codes = [CODE.findall(line)[0] for line in house_lines(caplog)]
    assert response.status_code == 500
    assert len(codes) == 2
    assert f"Code: {codes[0]}" in page
    assert "999" in page
    assert 'href="/leave/"' in page
    assert CANARY not in page + "".join(house_lines(caplog))
    assert response["Cache-Control"] == "no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "refusal",
    [
        (BadRequest(CANARY), 400, "We could not read that"),
        (SuspiciousOperation(CANARY), 400, "We could not read that"),
        (PermissionDenied(CANARY), 403, "You cannot open this page"),
        (Http404(CANARY), 404, "There is no page here"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_what_is_refused_is_said_in_the_language_of_the_address_and_logged_nowhere(
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    language: Language,
    refusal: tuple[Exception, int, str],
) -> None:
    error, status, says = refusal
    caplog.set_level(logging.DEBUG, "safetoshare")
    breaking(monkeypatch, error)
    response = visitor.get(f"/{language.code}/safety/?q={CANARY}")
    page = response.content.decode()
    assert response.status_code == status
    assert f'<html lang="{language.code}"' in page
    with translation.override(language.code):
        assert gettext(says) in page
    assert CANARY not in page
    assert house_lines(caplog) == []


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_a_form_that_is_too_old_is_refused_in_the_language_of_the_address(visitor: Client, language: Language) -> None:
    visitor.handler.enforce_csrf_checks = True
    response = visitor.post(f"/{language.code}/staff/sign-in/", {"name": CANARY, "code": CANARY})
    page = response.content.decode()
    assert response.status_code == 403
    with translation.override(language.code):
        assert gettext("This form is too old") in page
    assert CANARY not in page


@pytest.mark.parametrize("host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "a b", "[::1", CANARY])
def test_a_host_that_is_not_ours_is_refused_and_not_repeated(visitor: Client, host: str) -> None:
    response = visitor.get("/en/", headers={"host": host})
    assert response.status_code == 400
    assert "Location" not in response
    assert CANARY not in response.content.decode()


def test_all_that_is_written_about_a_failed_request_is_one_line_without_a_word_of_it(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (handler,) = (one for one in logging.getLogger("safetoshare").handlers if type(one) is logging.StreamHandler)
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    visitor.get(f"/en/{CANARY}/")
    breaking(monkeypatch, ValueError(CANARY))
    visitor.get(f"/en/safety/?{CANARY}")
    assert written.getvalue().count("\n") == 1
    assert " safetoshare.errors ERROR error " in written.getvalue()
    assert CANARY not in written.getvalue()
    assert capfd.readouterr() == ("", "")
