"""Too much of everything, over real sockets to the house as `safetoshare serve` starts it.

Seen to fail: with the lengths looked at neither in `FormProtection` nor in `received_whole`, a chunked form was
answered as a form, half a form got an answer, and all of 200 MB was taken in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from safetoshare.web import server
from tests.attacks.sockets import (
    connected,
    exchange,
    head,
    read_until_closed,
    send_until_closed,
    web_processes,
)
from tests.house import running_house

pytestmark = pytest.mark.once

CANARY = "canary-what-she-wrote"
FORM = "application/x-www-form-urlencoded"
MEGABYTE = 1024 * 1024


class Attacked:
    """A running house that is attacked."""

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.log = log

    def form(self, body: bytes, kind: str = FORM, path: str = "/report/write/") -> str:
        return exchange(
            self.port, head(f"POST {path} HTTP/1.1", Content_Type=kind, Content_Length=str(len(body))), body
        )

    def stands(self, processes: set[int]) -> None:
        """Everything still runs in the same processes, and the log holds nothing of what was sent."""
        assert set(web_processes(self.port)) == processes
        assert exchange(self.port, head("GET / HTTP/1.1")).startswith("HTTP/1.1 200 ")
        logged = self.log.read_text()
        assert CANARY not in logged
        assert "Traceback" not in logged
        assert "127.0.0.1" not in logged


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    """The house on SQLite, one for the module."""
    state = tmp_path_factory.mktemp("oversized") / "var"
    with running_house(state, {"SAFETOSHARE_DATABASE_URL": ""}) as house:
        yield Attacked(int(house.address.rpartition(":")[2]), state / "serve.log")


@pytest.fixture
def house(running: Attacked) -> Iterator[Attacked]:
    """The running house, which must stand afterwards as it stood before."""
    before = set(web_processes(running.port))
    assert len(before) == 1 + server.workers
    yield running
    running.stands(before)


def is_our_page(answer: str) -> bool:
    return 'lang="ar"' in answer and "Content-Security-Policy: " in answer and CANARY not in answer


def is_a_short_plain_answer(answer: str) -> bool:
    headers, _, body = answer.partition("\r\n\r\n")
    return "server:" not in headers.lower() and "gunicorn" not in answer.lower() and len(body) < 500


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"words={CANARY}".encode() + b"a" * 10 * MEGABYTE, id="a field of 10 MB"),
        pytest.param(
            "&".join(f"{CANARY}{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)).encode(),
            id="too many fields",
        ),
    ],
)
def test_a_form_that_is_too_large_gets_our_page(house: Attacked, body: bytes) -> None:
    answer = house.form(body)
    assert answer.startswith("HTTP/1.1 400 ")
    assert is_our_page(answer)


def part(content: str, boundary: str = "cut") -> str:
    return f'--{boundary}\r\nContent-Disposition: form-data; name="words"\r\n\r\n{content}\r\n'


def nested(depth: int) -> bytes:
    """A multipart inside a multipart inside a multipart."""
    body = CANARY
    for level in range(depth, 0, -1):
        kind = f"Content-Type: multipart/mixed; boundary=cut{level}\r\n\r\n"
        body = (
            f"--cut{level - 1}\r\nContent-Disposition: form-data; name=words\r\n{kind}{body}\r\n--cut{level - 1}--\r\n"
        )
    return body.encode()


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        pytest.param("multipart/form-data", part(CANARY).encode(), 400, id="no boundary"),
        pytest.param('multipart/form-data; boundary="\x01\x02"', part(CANARY).encode(), 400, id="broken boundary"),
        pytest.param(f"multipart/form-data; boundary={'b' * 5000}", part(CANARY).encode(), 400, id="long boundary"),
        pytest.param("multipart/form-data; boundary=cut", (part(CANARY) * 2000).encode(), 400, id="too many parts"),
        # Django reads the inner ones as words of one field, or finds no field: the page comes back with its question.
        pytest.param("multipart/form-data; boundary=cut0", nested(300), 422, id="deeply nested"),
        pytest.param("multipart/form-data; boundary=other", part(CANARY).encode(), 422, id="another boundary"),
    ],
)
def test_a_form_in_broken_parts_gets_our_page(house: Attacked, kind: str, body: bytes, status: int) -> None:
    answer = house.form(body, kind)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    if "\x01" not in kind:
        # What no header may hold is refused before there is a visitor to speak to.
        assert is_our_page(answer)


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        pytest.param(head("GET /" + CANARY * 500 + " HTTP/1.1"), 414, id="a request line of 10 kB"),
        pytest.param(
            head("GET /?" + "&".join(f"{CANARY}=1" for _ in range(100_000)) + " HTTP/1.1"), 414, id="a query of 100,000"
        ),
        pytest.param(head("GET / HTTP/1.1", Words=CANARY * 5000), 431, id="a header of 100 kB"),
        pytest.param(head("GET / HTTP/1.1", **{f"H{number}": CANARY for number in range(200)}), 431, id="200 headers"),
        pytest.param(head("POST / HTTP/1.1", Content_Length="-5"), 400, id="a negative length"),
        pytest.param(
            head("POST / HTTP/1.1", Content_Length="5", Transfer_Encoding="chunked"), 400, id="a length and chunks"
        ),
    ],
)
def test_a_head_that_is_too_large_is_refused_before_the_application(
    house: Attacked, request_head: bytes, status: int
) -> None:
    answer = exchange(house.port, request_head)
    assert answer.startswith(f"HTTP/1.1 {status} ")
    assert is_a_short_plain_answer(answer)
    assert CANARY not in answer


def test_a_chunked_form_gets_our_page(house: Attacked) -> None:
    chunks = f"{len(CANARY):x}\r\n{CANARY}\r\n0\r\n\r\n".encode()
    answer = exchange(
        house.port, head("POST /report/write/ HTTP/1.1", Content_Type=FORM, Transfer_Encoding="chunked"), chunks
    )
    assert answer.startswith("HTTP/1.1 400 ")
    assert is_our_page(answer)


def test_half_a_form_is_never_taken_for_a_form(house: Attacked) -> None:
    with connected(house.port) as connection:
        connection.sendall(head("POST /report/write/ HTTP/1.1", Content_Type=FORM, Content_Length="1000"))
        connection.sendall(f"words={CANARY}".encode())
        connection.shutdown(1)
        assert read_until_closed(connection) == b""


@pytest.mark.parametrize(
    ("length", "before", "after"),
    [
        pytest.param({"Transfer_Encoding": "chunked"}, b"100000\r\n", b"\r\n", id="chunked"),
        pytest.param({"Content_Length": str(200 * MEGABYTE)}, b"", b"", id="declared"),
    ],
)
def test_200_megabytes_are_cut_and_not_kept(
    house: Attacked, length: dict[str, str], before: bytes, after: bytes
) -> None:
    memory = web_processes(house.port)
    piece = before + b"a" * MEGABYTE + after
    with connected(house.port) as connection:
        connection.sendall(head("POST /report/write/ HTTP/1.1", Content_Type=FORM, **length))
        sent = send_until_closed(connection, (piece for _ in range(200)))
        answer = read_until_closed(connection).decode()
    assert sent < 100 * MEGABYTE
    assert not answer or answer.startswith("HTTP/1.1 400 ")
    grown = {pid: now - memory[pid] for pid, now in web_processes(house.port).items()}
    assert max(grown.values()) < 40 * 1024


def test_no_answer_names_a_version(house: Attacked) -> None:
    headers = exchange(house.port, head("GET / HTTP/1.1")).partition("\r\n\r\n")[0]
    # Gunicorn names itself without its version; a proxy takes this away too.
    assert "Server: gunicorn\r\n" in headers
    assert "X-Powered-By" not in headers
