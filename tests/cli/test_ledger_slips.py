"""`safetoshare ledger verify` of a slip: compared with the log itself, and with a record where one is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from safetoshare.cli import main
from safetoshare.core.ledger.note import sign_note
from safetoshare.core.ledger.proof import write_proof
from safetoshare.core.ledger.slip import Slip
from tests.cli.test_ledger_log_at import AT, LATER, MINE, SIZE, contents, log_in
from tests.core.ledger.records import ORIGIN, RECORD, REFUSAL, SALT, SIGNER, VERIFIER, document_at, proof_at
from tests.core.ledger.witnesses import Witness

Printed = pytest.CaptureFixture[str]
SLIP = Slip(ORIGIN, AT, SALT, MINE)
ONE, TWO = Witness(), Witness("witness.example/charity", b"c" * 32)


@pytest.fixture
def slip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("SAFETOSHARE_STATE", str(tmp_path / "state"))
    path = tmp_path / "slip.txt"
    path.write_text(SLIP.text() + "\n")
    return path


def verified(capsys: Printed, slip: Path, *more: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["ledger", "verify", str(slip), *more, "--json"])
    said = capsys.readouterr().out
    return code, json.loads(said) if said else {}


@pytest.mark.parametrize("size", [AT + 1, SIZE, 257, LATER])
def test_its_entry_is_found_in_the_log_unchanged(slip: Path, tmp_path: Path, capsys: Printed, size: int) -> None:
    log = str(log_in(tmp_path / "log", contents(size)))
    code, told = verified(capsys, slip, "--log", log, "--key", VERIFIER)
    assert (code, told["valid"], told["index"], told["size"], told["record"]) == (0, True, AT, size, None)
    assert main(["ledger", "verify", str(slip), "--log", log, "--key", VERIFIER]) == 0
    said = capsys.readouterr().out
    assert "Which record it is, a slip alone does not tell" in said
    assert "the force's word only" in said


def test_with_the_record_or_a_proof_that_holds_it_the_record_is_shown(
    slip: Path, tmp_path: Path, capsys: Printed
) -> None:
    log = str(log_in(tmp_path / "log", contents(SIZE)))
    record = tmp_path / "record.json"
    for content in (document_at(AT, SIZE), RECORD.encoded(), json.dumps(json.loads(RECORD.encoded())).encode()):
        record.write_bytes(content)
        code, told = verified(capsys, slip, "--log", log, "--key", VERIFIER, "--record", str(record))
        assert (code, told["record"]) == (0, json.loads(RECORD.encoded()))
    assert main(["ledger", "verify", str(slip), "--log", log, "--key", VERIFIER, "--record", str(record)]) == 0
    assert "Invented Service" in capsys.readouterr().out


def test_another_record_is_not_the_slips(slip: Path, tmp_path: Path, capsys: Printed) -> None:
    log = str(log_in(tmp_path / "log", contents(SIZE)))
    record = tmp_path / "record.json"
    record.write_bytes(REFUSAL.encoded())
    code, told = verified(capsys, slip, "--log", log, "--key", VERIFIER, "--record", str(record))
    assert (code, told["valid"], told["record"]) == (1, False, None)
    assert "not this record's" in told["says"]


def test_a_log_that_was_rewritten_is_found(slip: Path, tmp_path: Path, capsys: Printed) -> None:
    other = contents(LATER)
    other[AT] = b"\xee" * 32
    log = str(log_in(tmp_path / "log", other))
    code, told = verified(capsys, slip, "--log", log, "--key", VERIFIER)
    assert (code, told["valid"]) == (1, False)
    assert "REWRITTEN" in told["says"]


def test_an_older_copy_and_another_log_are_named(slip: Path, tmp_path: Path, capsys: Printed) -> None:
    log = str(log_in(tmp_path / "log", contents(AT)))
    code, told = verified(capsys, slip, "--log", log, "--key", VERIFIER)
    assert code == 1
    assert "older copy" in told["says"]
    slip.write_text(Slip("other.example/log", AT, SALT, MINE).text())
    code, told = verified(capsys, slip, "--log", log, "--key", VERIFIER)
    assert code == 1
    assert "other.example/log" in told["says"]


@pytest.mark.parametrize("missing", ["--log", "--key"])
def test_without_the_log_or_its_key_it_says_what_to_name(
    slip: Path, tmp_path: Path, capsys: Printed, missing: str
) -> None:
    named = {"--log": str(log_in(tmp_path / "log", contents(SIZE))), "--key": VERIFIER}
    del named[missing]
    assert main(["ledger", "verify", str(slip), *(word for pair in named.items() for word in pair)]) == 2
    assert "--log DIR|URL" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["slip-1", "slip-1 a b c d", f"{SLIP.text()}=", "slip-1 " + "x" * 900])
def test_a_damaged_slip_is_unreadable(slip: Path, tmp_path: Path, capsys: Printed, content: str) -> None:
    slip.write_text(content)
    log = str(log_in(tmp_path / "log", contents(SIZE)))
    assert main(["ledger", "verify", str(slip), "--log", log, "--key", VERIFIER]) == 2
    assert "slip" in capsys.readouterr().err


def test_a_missing_tile_is_an_error_and_no_proof(slip: Path, tmp_path: Path, capsys: Printed) -> None:
    log = log_in(tmp_path / "log", contents(SIZE))
    for tile in (log / "tile").rglob("*24"):
        tile.write_bytes(tile.read_bytes()[:-1])
    assert main(["ledger", "verify", str(slip), "--log", str(log), "--key", VERIFIER]) == 2
    capsys.readouterr()


@pytest.mark.parametrize("kind", ["slip", "proof"])
def test_witnesses_whom_the_reader_trusts_are_named_and_no_others(
    slip: Path, tmp_path: Path, capsys: Printed, kind: str
) -> None:
    log = log_in(tmp_path / "log", contents(SIZE))
    cosigned = TWO.cosign(ONE.cosign((log / "checkpoint").read_text()))
    (log / "checkpoint").write_text(cosigned)
    file = slip
    if kind == "proof":
        proof = proof_at(AT, SIZE)
        file = tmp_path / "proof.json"
        file.write_bytes(write_proof(replace(proof, checkpoint_note=ONE.cosign(proof.checkpoint_note))))
    keys = tmp_path / "keys.txt"
    keys.write_text(f"{VERIFIER}\nwitness {ONE.key}\n")
    code, told = verified(capsys, file, "--log", str(log), "--keys", str(keys))
    assert (code, told["witnesses"]) == (0, [ONE.name])
    assert main(["ledger", "verify", str(file), "--log", str(log), "--keys", str(keys)]) == 0
    assert f"cosigned by: {ONE.name}" in capsys.readouterr().out


def test_a_false_cosignature_of_a_trusted_witness_proves_nothing(slip: Path, tmp_path: Path, capsys: Printed) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text(f"{VERIFIER}\nwitness {ONE.key}\n")
    log = log_in(tmp_path / "log", contents(SIZE))
    other = sign_note("another text\n", [SIGNER])
    stolen = ONE.cosign(other).rstrip("\n").rpartition("\n")[2] + "\n"
    (log / "checkpoint").write_text((log / "checkpoint").read_text() + stolen)
    assert main(["ledger", "verify", str(slip), "--log", str(log), "--keys", str(keys)]) == 2
    assert "cosignature" in capsys.readouterr().err
    proof = proof_at(AT, SIZE)
    file = tmp_path / "proof.json"
    file.write_bytes(write_proof(replace(proof, checkpoint_note=proof.checkpoint_note + stolen)))
    code, told = verified(capsys, file, "--keys", str(keys))
    assert (code, told["valid"], told["record"]) == (1, False, None)
    assert "cosignature" in told["says"]
