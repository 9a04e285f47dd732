"""Whatever is put in a file of the verifier (proof, slip, keys, checkpoint, tile): an answer, and never a false one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.cli import main
from safetoshare.core.ledger.slip import Slip
from tests.cli.test_ledger_log_at import AT, MINE, contents, log_in
from tests.core.ledger.records import ORIGIN, SALT, VERIFIER, document_at
from tests.core.ledger.witnesses import Witness

LATER = 300
WITNESS = Witness()
FILES = ("proof", "slip", "keys", "checkpoint", "tile")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A proof, a slip, keys, and a log in a folder, all of which fit each other."""
    folder = tmp_path_factory.mktemp("ledger")
    log = log_in(folder / "log", contents(LATER))
    (folder / "proof").write_bytes(document_at(AT, 24))
    (folder / "slip").write_text(Slip(ORIGIN, AT, SALT, MINE).text())
    (folder / "keys").write_text(f"{VERIFIER}\nwitness {WITNESS.key}\n")
    (tile,) = (log / "tile" / "0").glob("000")
    names = {name: folder / name for name in ("proof", "slip", "keys", "log")}
    return names | {"checkpoint": log / "checkpoint", "tile": tile}


def codes(files: dict[str, Path]) -> Iterator[int]:
    """What the command answers for the proof, and for the slip with the proof's record."""
    trusted = ("--keys", str(files["keys"]), "--log", str(files["log"]))
    yield main(["ledger", "verify", str(files["proof"]), *trusted])
    yield main(["ledger", "verify", str(files["slip"]), *trusted, "--record", str(files["proof"])])


def answers(files: dict[str, Path], name: str, content: bytes) -> list[int]:
    """What it answers with something else in one file."""
    path = files[name]
    kept = path.read_bytes()
    try:
        path.write_bytes(content)
        return list(codes(files))
    finally:
        path.write_bytes(kept)


def of_it(name: str, found: list[int]) -> list[int]:
    """The answers that hang on a file: of a proof the slip's command reads the record alone."""
    assert set(found) <= {0, 1, 2}
    return {"proof": found[:1], "slip": found[1:]}.get(name, found)


def test_the_sound_files_are_proved(sound: dict[str, Path]) -> None:
    assert list(codes(sound)) == [0, 0]


@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_a_changed_bit_proves_nothing(sound: dict[str, Path], name: str, data: st.DataObject) -> None:
    content = bytearray(sound[name].read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    found = of_it(name, answers(sound, name, bytes(content)))
    # A tile's other hashes are of other entries.
    if name != "tile" and bytes(content).split() != sound[name].read_bytes().split():
        assert 0 not in found


@pytest.mark.parametrize("name", FILES)
@given(
    content=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
)
def test_anything_else_in_a_files_place_proves_nothing(sound: dict[str, Path], name: str, content: bytes) -> None:
    assert 0 not in of_it(name, answers(sound, name, content))


@pytest.mark.long
@pytest.mark.parametrize("name", FILES)
@given(data=st.data())
def test_a_file_that_is_cut_short_or_doubled_proves_nothing(
    sound: dict[str, Path], name: str, data: st.DataObject
) -> None:
    whole = sound[name].read_bytes()
    cut = whole[: data.draw(st.integers(0, len(whole) - 2))]
    # Keys may end before their witness, and stand there twice; what a tile holds beyond its width is not read.
    if name != "keys":
        assert 0 not in of_it(name, answers(sound, name, cut))
    doubled = of_it(name, answers(sound, name, whole + whole))
    assert name in ("keys", "tile") or 0 not in doubled
