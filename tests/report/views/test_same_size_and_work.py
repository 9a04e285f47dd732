"""To whoever watches the line, a wrong receipt, an empty mailbox, a full one and an erased report look the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from safetoshare.base import clock, erasing, sealing
from safetoshare.base.same_size import SMALLEST, padded
from safetoshare.core import receipt as receipts
from safetoshare.core.receipt import draw_receipt
from safetoshare.report import api
from safetoshare.report.selectors import mailbox
from tests.report.conftest import SafeguardingUnit, the_report
from tests.report.pages import Reporter

LANGUAGES = ("en", "pa", "ur", "ar", "so")
WORK = {
    "argon2id": (receipts, "hash_secret_raw"),
    "HKDF": (receipts, "HKDF"),
    "private key": (mailbox, "open_private_key"),
    "unwrap": (sealing, "unwrap"),
    "open": (sealing, "open_sealed"),
}


@pytest.fixture
def reporter(unit: SafeguardingUnit, visitor: Client) -> Reporter:
    reporter = Reporter(visitor)
    assert reporter.report(account="the words").status_code == 200
    return reporter


def unknown() -> str:
    return draw_receipt().grouped()


def come_back(reporter: Reporter, receipt: str, language: str = "en", **headers: str) -> tuple[int, bytes, str]:
    answer = reporter.visitor.post(f"/{language}/return/", {"receipt": receipt}, headers=headers)
    return answer.status_code, answer.content, answer.headers.get("Content-Encoding", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_to_a_receipt_has_one_size_and_is_not_compressed(reporter: Reporter, language: str) -> None:
    sizes = {}
    sizes["wrong"] = come_back(reporter, unknown(), language, accept_encoding="gzip")
    sizes["mistyped"] = come_back(reporter, "12 34 x", language, accept_encoding="gzip")
    sizes["empty mailbox"] = come_back(reporter, reporter.receipt, language, accept_encoding="gzip")
    for number in range(3):
        api.send_message(the_report().id, f"A message of some length, the {number}th. " * 10, "en")
    api.note_look(the_report().id, "unit_supervisor", clock.today())
    sizes["full mailbox"] = come_back(reporter, reporter.receipt, language, accept_encoding="gzip")
    erasing.erase(the_report().id, clock.today())
    sizes["erased"] = come_back(reporter, reporter.receipt, language, accept_encoding="gzip")
    assert {name: len(content) for name, (_, content, _) in sizes.items()} == dict.fromkeys(sizes, SMALLEST)
    assert {encoding for _, _, encoding in sizes.values()} == {""}
    assert len({content for _, content, _ in sizes.values()}) == len(sizes)


def test_the_page_that_asks_for_the_receipt_holds_no_secret_and_stays_small(reporter: Reporter) -> None:
    answer = reporter.visitor.get("/en/return/", headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < SMALLEST // 4


@pytest.mark.parametrize("length", [0, 1, SMALLEST - 11, SMALLEST - 10, SMALLEST - 9, SMALLEST, 3 * SMALLEST])
def test_a_page_of_any_length_is_padded_to_the_next_class_and_kept_whole(length: int) -> None:
    page = b"a" * length
    found = padded(page)
    assert found.startswith(page)
    assert len(found) in {SMALLEST, 2 * SMALLEST, 4 * SMALLEST}
    assert len(found) >= length


def test_two_paddings_differ_so_that_nothing_compresses_them_away() -> None:
    assert padded(b"page") != padded(b"page")


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """Count the costly steps inside the block, and the queries."""
    done: Counter[str] = Counter()
    patches = []
    for name, (module, attribute) in WORK.items():
        real = getattr(module, attribute)

        def count(*args: object, name: str = name, real: object = real, **kwargs: object) -> object:
            done[name] += 1
            return real(*args, **kwargs)  # type: ignore[operator]  # each is a function or a class

        patches.append(patch.object(module, attribute, count))
    for one in patches:
        one.start()
    try:
        with CaptureQueriesContext(connection) as queries:
            yield done
        done["queries"] = len(queries)
    finally:
        for one in patches:
            one.stop()


def test_a_wrong_receipt_costs_the_same_derivations_and_queries_as_a_right_one(reporter: Reporter) -> None:
    # What a process draws once is drawn before.
    come_back(reporter, unknown())
    with counted() as right:
        assert come_back(reporter, reporter.receipt)[0] == 200
    with counted() as wrong:
        assert come_back(reporter, unknown())[0] == 422
    assert right == wrong
    assert right["argon2id"] == 1
    assert {name for name, times in right.items() if times} == {*WORK, "queries"}
    erasing.erase(the_report().id, clock.today())
    with counted() as erased:
        assert come_back(reporter, reporter.receipt)[0] == 200
    assert erased == right
