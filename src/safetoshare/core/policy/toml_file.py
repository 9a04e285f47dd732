"""A TOML file with line numbers: bytes in, every problem out as "FILE:LINE: place: what to do".

`tomllib` says where a syntax error is but not where a table or key stands, so the lines are found
by scanning the text once, with strings and comments blanked out.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.spelling import shown

# A published policy has some tens of kilobytes; a file of another order is a mistake or an attack.
LARGEST_FILE = 2_000_000

_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*",
    re.DOTALL,
)
_HEADER = re.compile(r"\s*\[{1,2}\s*([\w.-]+)\s*\]")
_KEY = re.compile(r"\s*([\w-]+)\s*[.=]")
_SYNTAX_LINE = re.compile(r"\(at line (\d+), column \d+\)")

Lines = Mapping[tuple[str, int, str], int]


@dataclass
class TomlFile:
    """A file: its name for messages, the hash of its bytes (hex), and the problems found so far."""

    name: str
    sha256: str
    content: dict[str, Any]
    lines: Lines
    problems: list[tuple[int, str]] = field(default_factory=list)

    def line(self, header: str, number: int = 0, key: str = "") -> int:
        """Return the line of a key in the numbered table of that header, else of the table, else 1.

        Tables of the same header are numbered from 0 through the file; the keys above all headers
        have header "".
        """
        places = ((header, number, key), (header, number, ""), ("", 0, header), (key, 0, ""))
        return next((self.lines[place] for place in places if place in self.lines), 1)

    def check(self) -> None:
        """Raise PolicyError with every problem in the order of the lines, if there is one."""
        if self.problems:
            ordered = sorted(self.problems, key=lambda problem: problem[0])
            raise PolicyError(*(f"{self.name}:{line}: {message}" for line, message in ordered))


def read_toml(content: bytes, name: str) -> TomlFile:
    """Return the file with its lines; BadInputError says why it cannot be read as TOML at all."""
    name = shown(name, longest=200)
    if len(content) > LARGEST_FILE:
        raise BadInputError(f"{name}: larger than {LARGEST_FILE:,} bytes: this is no policy file")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadInputError(f"{name}:{line}: not UTF-8: save the file as UTF-8") from None
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise BadInputError(f"{name}:1: nested too deeply: this is no policy file") from None
    except ValueError as error:
        # A number too long to read is a plain ValueError without a line.
        found = _SYNTAX_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        message = _SYNTAX_LINE.sub("", str(error)).strip()
        raise BadInputError(f"{name}:{line}: not TOML: {shown(message, longest=200)}") from None
    return TomlFile(name, sha256(content).hexdigest(), values, _lines_of(text))


def _lines_of(text: str) -> Lines:
    """Return (header, number of the table, key) -> line; the key of a table's own line is ""."""
    lines: dict[tuple[str, int, str], int] = {}
    counts: dict[str, int] = defaultdict(int)
    header, number = "", 0
    for line, content in enumerate(_STRING_OR_COMMENT.sub(_blank, text).split("\n"), start=1):
        if found := _HEADER.match(content):
            header = found[1]
            number = counts[header]
            counts[header] += 1
            lines[header, number, ""] = line
            parent, _, key = header.rpartition(".")
            if parent:  # `[rule.when]` is the key `when` of the latest `[[rule]]`
                lines.setdefault((parent, counts[parent] - 1, key), line)
        elif found := _KEY.match(content):
            lines.setdefault((header, number, found[1]), line)
    return lines


def _blank(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
