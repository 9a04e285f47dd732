"""`safetoshare ledger verify --log`: a proof compared with the log itself, in a folder or under an address."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from safetoshare.cli import main
from safetoshare.core.ledger import tiles
from safetoshare.core.ledger.checkpoint import Checkpoint
from safetoshare.core.ledger.note import keys_of_seed, sign_note
from safetoshare.core.ledger.record import commitment
from safetoshare.core.ledger.tree import Tree
from tests.core.ledger.records import ORIGIN, RECORD, SALT, SIGNER, VERIFIER, document_at

Printed = pytest.CaptureFixture[str]
MINE, AT, SIZE = commitment(SALT, RECORD.encoded()), 5, 24
LATER = 700


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """The proof of a disclosure in a log of 24 entries."""
    path = tmp_path / "proof.json"
    path.write_bytes(document_at(AT, SIZE))
    return path


def contents(size: int) -> list[bytes]:
    return [MINE if place == AT else (place % 256).to_bytes(1) * 32 for place in range(size)]


def log_in(folder: Path, entries: list[bytes], signer: str = SIGNER, origin: str = ORIGIN) -> Path:
    """Write a log as files: its tiles, and its signed checkpoint."""
    for grown in tiles.grow(0, entries, lambda *_: b""):
        path = folder / tiles.tile_path(grown.level, grown.number, len(grown.hashes) // tiles.HASH_BYTES)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(grown.hashes)
    tree = Tree()
    tree.extend(entries)
    (folder / "checkpoint").write_text(sign_note(Checkpoint(origin, len(entries), tree.root()).text(), [signer]))
    return folder


def verified(capsys: Printed, proof: Path, log: object, key: str = VERIFIER) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["ledger", "verify", str(proof), "--key", key, "--log", str(log), "--json"])
    said = capsys.readouterr().out
    return code, json.loads(said) if said else {}


@pytest.mark.parametrize("size", [SIZE, SIZE + 1, 256, 257, LATER])
def test_a_log_that_goes_on_holds_the_proof_still(proof: Path, tmp_path: Path, capsys: Printed, size: int) -> None:
    code, told = verified(capsys, proof, log_in(tmp_path / "log", contents(size)))
    assert (code, told["valid"], told["index"]) == (0, True, AT)
    assert "still holds it" in told["says"]


@pytest.mark.parametrize("place", [0, AT, SIZE - 1])
def test_a_log_that_was_rewritten_and_signed_anew_is_found(
    proof: Path, tmp_path: Path, capsys: Printed, place: int
) -> None:
    other = contents(LATER)
    other[place] = b"\xee" * 32
    code, told = verified(capsys, proof, log_in(tmp_path / "log", other))
    assert (code, told["valid"], told["record"]) == (1, False, None)
    assert "REWRITTEN" in told["says"]


def test_an_older_copy_and_another_log_say_nothing_of_it(proof: Path, tmp_path: Path, capsys: Printed) -> None:
    code, told = verified(capsys, proof, log_in(tmp_path / "older", contents(SIZE - 1)))
    assert code == 0
    assert "older copy" in told["says"]
    signer, verifier = keys_of_seed("another.example/log", bytes(32))
    log = log_in(tmp_path / "other", contents(SIZE), signer, "another.example/log")
    keys = tmp_path / "keys"
    keys.write_text(f"{VERIFIER}\n{verifier}\n")
    capsys.readouterr()
    assert main(["ledger", "verify", str(proof), "--keys", str(keys), "--log", str(log)]) == 0
    assert "another one than the proof" in " ".join(capsys.readouterr().out.split())


def test_what_cannot_be_read_or_trusted_is_an_error_and_no_proof(proof: Path, tmp_path: Path, capsys: Printed) -> None:
    assert verified(capsys, proof, tmp_path / "nowhere")[0] == 2
    stranger = keys_of_seed(ORIGIN, bytes(32))[0]
    assert verified(capsys, proof, log_in(tmp_path / "theirs", contents(SIZE), stranger))[0] == 2
    cut = log_in(tmp_path / "cut", contents(LATER))
    for path in (one for one in cut.rglob("tile/**/*") if one.is_file()):
        path.write_bytes(b"short")
    assert verified(capsys, proof, cut)[0] == 2


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address of a web server for the folder `served`."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def send_head(self) -> Any:  # noqa: ANN401  # as the handler's own
            if self.path.startswith("/moved/"):
                self.send_response(302)
                self.send_header("Location", self.path.removeprefix("/moved"))
                self.end_headers()
                return None
            return super().send_head()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_the_log_is_read_from_the_address_that_was_typed_and_no_other(
    proof: Path, tmp_path: Path, address: str, capsys: Printed
) -> None:
    log_in(tmp_path / "served", contents(LATER))
    code, told = verified(capsys, proof, f"{address}/")
    assert code == 0
    assert "still holds it" in told["says"]
    assert verified(capsys, proof, f"{address}/nowhere")[0] == 2
    assert verified(capsys, proof, f"{address}/moved")[0] == 2
    (tmp_path / "served" / "checkpoint").write_bytes(b"x" * 1_000_001)
    assert verified(capsys, proof, address)[0] == 2
