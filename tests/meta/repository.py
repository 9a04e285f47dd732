"""The files of the repository, as its tests look at them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# A checkout that belongs to another user is read all the same: nothing in it is run by this.
GIT_LIST = "git -c safe.directory=* ls-files -z --cached --others --exclude-standard"


def repository_files() -> list[Path]:
    """All files that are committed or would be: those git knows, and those it would not ignore."""
    listed = subprocess.run(  # noqa: S603  (the line above)
        GIT_LIST.split(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return sorted({ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()})


def text_of(file: Path) -> str:
    """A file's text; the empty string for what is not text (pictures, compiled catalogues)."""
    content = file.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def shown(file: Path) -> str:
    """A file's path as one would type it in the root."""
    return str(file.relative_to(ROOT))
