"""`safetoshare ledger`: a proof checked offline, with a key from elsewhere, in plain words."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safetoshare.cli import main
from safetoshare.core.ledger.note import keys_of_seed
from safetoshare.core.ledger.proof import Proof, write_proof
from safetoshare.core.ledger.record import commitment
from safetoshare.sharing.api import log as api
from safetoshare.sharing.services import log
from tests.core.ledger.records import ORIGIN, RECORD, REFUSAL, SALT, VERIFIER, document_at, proof_at
from tests.core.ledger.witnesses import Witness
from tests.sharing.logs import DAY, log_keys, signing_on, wait_for

STRANGER = keys_of_seed(ORIGIN, bytes(32))[1]
Printed = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _wide_and_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide terminal, and an installation's folder with no key in it."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("SAFETOSHARE_STATE", str(tmp_path / "state"))


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """The proof of a disclosure."""
    return written(tmp_path, document_at(5, 24))


def written(folder: Path, content: bytes, name: str = "proof.json") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_proof_under_the_right_key_tells_who_was_told_what_when_and_by_which_rule(
    proof: Path, capsys: Printed
) -> None:
    assert main(["ledger", "verify", str(proof), "--key", VERIFIER]) == 0
    said = capsys.readouterr().out
    for part in (
        f"Proved: this record is entry 5 of the 24 of the log {ORIGIN}, unchanged.",
        "Who was told",
        "Invented Service ਸੇਵਾ",
        "a specialist support service",
        "2026-11-22",
        "help-with-consent: Those who help may be told what she agrees to.",
        "Rec 4(g)",
        "model-firewall, adopted by Invented Police",
        "victim care officer",
        "does not show that nothing else was passed on",
        "the force's word only",
    ):
        assert part in said
    assert "demonstration" not in said


def test_a_refusal_says_who_was_not_told(tmp_path: Path, capsys: Printed) -> None:
    proof = written(tmp_path, write_proof(proof_at(0, 8, REFUSAL)))
    assert main(["ledger", "verify", str(proof), "--key", VERIFIER]) == 0
    said = capsys.readouterr().out
    assert "Who was not told" in said
    assert "Immigration Enforcement (Home Office)" in said
    assert "Fields given" not in said


def test_as_json_it_is_json_alone(proof: Path, capsys: Printed) -> None:
    assert main(["ledger", "verify", str(proof), "--key", VERIFIER, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["valid"], printed["origin"], printed["index"], printed["size"]) == (True, ORIGIN, 5, 24)
    assert printed["witnesses"] == []
    assert printed["record"] == json.loads(RECORD.encoded())
    assert printed["says"].startswith("Proved:")


@pytest.mark.parametrize("as_json", [False, True])
def test_under_another_key_nothing_is_proved_and_nothing_of_it_is_shown(
    proof: Path, capsys: Printed, as_json: bool
) -> None:
    assert main(["ledger", "verify", str(proof), "--key", STRANGER, *(["--json"] if as_json else [])]) == 1
    printed = capsys.readouterr().out
    assert "not signed by this key" in printed
    assert "Invented" not in printed
    if as_json:
        answer = json.loads(printed)
        assert (answer["valid"], answer["record"], answer["index"]) == (False, None, None)


@pytest.mark.parametrize(
    ("altered", "says"),
    [
        (replace(proof_at(5, 24), index=6), "does not stand in the log"),
        (
            replace(proof_at(5, 24), promise_note=proof_at(5, 24, REFUSAL).promise_note),
            "promise is not about this record",
        ),
    ],
)
def test_an_altered_proof_is_not_proved_and_the_reason_is_said(
    tmp_path: Path, capsys: Printed, altered: Proof, says: str
) -> None:
    proof = written(tmp_path, write_proof(altered))
    assert main(["ledger", "verify", str(proof), "--key", VERIFIER]) == 1
    assert says in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"{}", b"[" * 100_000, document_at(0, 8)[:-30]])
def test_what_is_no_proof_is_unreadable(tmp_path: Path, capsys: Printed, content: bytes) -> None:
    assert main(["ledger", "verify", str(written(tmp_path, content)), "--key", VERIFIER]) == 2
    assert "not a proof that can be read" in capsys.readouterr().out


def test_a_missing_file_and_a_key_that_is_none_are_said(proof: Path, capsys: Printed) -> None:
    assert main(["ledger", "verify", str(proof.with_name("nothing")), "--key", VERIFIER]) == 2
    assert "no such file" in capsys.readouterr().err
    assert main(["ledger", "verify", str(proof), "--key", VERIFIER[:-4]]) == 2
    assert "key" in capsys.readouterr().err


def test_the_key_may_stand_in_a_file(proof: Path, tmp_path: Path, capsys: Printed) -> None:
    key = written(tmp_path, b"\xef\xbb\xbf" + VERIFIER.encode() + b"\r\n", "key.txt")
    assert main(["ledger", "verify", str(proof), "--key-file", str(key)]) == 0
    key.write_bytes(b"\xff\xfe")
    assert main(["ledger", "verify", str(proof), "--key-file", str(key)]) == 2
    assert "not a key file" in capsys.readouterr().err


def test_without_a_key_it_says_where_one_is_found_and_believes_none_of_the_proof(proof: Path, capsys: Printed) -> None:
    assert main(["ledger", "verify", str(proof)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Invented" not in said
    assert "/log/key" in said
    assert "a key that comes with a proof proves nothing" in said
    assert main(["ledger", "verify", str(proof), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["valid"], told["record"], told["origin"]) == (False, None, None)
    # Whose parts do not even fit each other is false, whoever signed.
    altered = proof.read_text().replace("Invented Service", "Another Service")
    assert main(["ledger", "verify", str(written(proof.parent, altered.encode())), "--json"]) == 1
    assert "does not stand in the log" in json.loads(capsys.readouterr().out)["says"]


def test_a_file_of_keys_has_one_a_line_with_remarks_and_witnesses(proof: Path, tmp_path: Path, capsys: Printed) -> None:
    lines = ["# the force's sheet of 1 January", "", STRANGER, f"  {VERIFIER}", f"witness {Witness().key}"]
    keys = written(tmp_path, "\n".join(lines).encode(), "keys.txt")
    assert main(["ledger", "verify", str(proof), "--keys", str(keys)]) == 0
    for content in (
        f"witness {Witness().key}",
        f"{VERIFIER}\nwitness {VERIFIER}",
        Witness().key,
        "# nothing",
        "",
        f"{VERIFIER}\nand a word",
    ):
        keys.write_text(content)
        assert main(["ledger", "verify", str(proof), "--keys", str(keys)]) == 2
        assert "is not a key file" in capsys.readouterr().err


def test_without_a_key_the_one_kept_on_this_machine_is_used(proof: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    written(state, VERIFIER.encode(), "log-key.txt")
    assert main(["ledger", "verify", str(proof)]) == 0
    written(state, STRANGER.encode(), "log-key.txt")
    assert main(["ledger", "verify", str(proof)]) == 1


def test_the_proof_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Printed) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document_at(5, 24))))
    assert main(["ledger", "verify", "-", "--key", VERIFIER]) == 0
    assert main(["ledger", "verify", "-", "--key-file", "-"]) == 2
    assert "only one" in capsys.readouterr().err


def test_what_would_steer_a_terminal_is_not_printed(tmp_path: Path, capsys: Printed) -> None:
    hostile = replace(RECORD, organisation_name="\x1b[31mred\u202e [bold]Name[/bold]", necessity="two\nlines")
    proof = written(tmp_path, write_proof(proof_at(0, 8, hostile)))
    assert main(["ledger", "verify", str(proof), "--key", VERIFIER]) == 0
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "[bold]Name[/bold]" in said


def test_a_code_that_this_version_does_not_know_is_shown_as_it_is(tmp_path: Path, capsys: Printed) -> None:
    later = replace(RECORD, recipient="a_body_of_later_years", says=())
    assert (
        main(["ledger", "verify", str(written(tmp_path, write_proof(proof_at(0, 8, later)))), "--key", VERIFIER]) == 0
    )
    assert "a_body_of_later_years" in capsys.readouterr().out


def test_it_loads_neither_django_nor_a_database_driver(proof: Path) -> None:
    program = (
        "import sys; from safetoshare.cli import main; "
        f"code = main(['ledger', 'verify', {str(proof)!r}, '--key', {VERIFIER!r}]); "
        "sys.exit(code or any(name.split('.')[0] in ('django', 'psycopg', 'sqlite3') for name in sys.modules))"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAFETOSHARE_", "DJANGO_"))}
    finished = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-c", program], env=kept, capture_output=True, text=True, check=False, timeout=60
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


@pytest.fixture
def published(db: None) -> Iterator[str]:
    """The key of a log of one batch."""
    with signing_on():
        log.publish_log(DAY)
        yield log_keys()[1]


def test_the_key_of_this_installation_is_shown_and_kept_where_asked(
    published: str, tmp_path: Path, capsys: Printed
) -> None:
    state = tmp_path / "state"
    state.mkdir()
    assert main(["ledger", "key"]) == 0
    assert capsys.readouterr().out == f"{published}\n"
    assert list(state.iterdir()) == []
    assert main(["ledger", "key", "--save", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "origin": published.partition("+")[0],
        "key": published,
        "saved": str(state / "log-key.txt"),
    }
    assert (state / "log-key.txt").read_text() == f"{published}\n"


def test_a_key_that_cannot_be_kept_is_said(published: str, capsys: Printed) -> None:
    assert main(["ledger", "key", "--save"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_before_the_first_checkpoint_there_is_no_key(db: None, capsys: Printed) -> None:
    assert main(["ledger", "key"]) == 1
    assert "not been published yet" in capsys.readouterr().err


def test_a_proof_from_a_demonstrations_log_says_that_it_is_one(published: str, tmp_path: Path, capsys: Printed) -> None:
    mine = commitment(SALT, RECORD.encoded())
    promise = log.promise_inclusion(mine)
    wait_for(mine)
    with signing_on(DAY.replace(day=23)):
        log.publish_log(DAY.replace(day=23))
    document = api.proof_of(mine, RECORD.encoded(), SALT, promise)
    assert document is not None
    assert main(["ledger", "verify", str(written(tmp_path, document)), "--key", published]) == 0
    assert "This log is a demonstration's" in capsys.readouterr().out
