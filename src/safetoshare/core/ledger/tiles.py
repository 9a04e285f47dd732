"""The log's tree cut into tiles of 256 hashes, and its entries into bundles of as many (C2SP tlog-tiles, height 8).

A hash of a tile at level 0 is of one entry, at level 1 over 256 entries, at level n over 256**n. A tile that is not
full is partial: its width, how many hashes it has, stands in its path. From the tiles alone come the root, and both
proofs, of every size so far, in a handful of reads.

`read(level, number, width)` returns the first `width` hashes of a tile, end to end, from wherever tiles are kept; what
is too short or too long is BadInputError. Indices and numbers start at 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from safetoshare.core.errors import BadInputError
from safetoshare.core.ledger.tree import Tree, leaf_hash, node_hash

TILE: Final = 256
HASH_BYTES: Final = 32
HIGHEST_LEVEL: Final = 7  # 256**8 entries are as many as a log can have

_HEIGHT: Final = 8
_LARGEST: Final = 2**62  # what len() can say
_LENGTH_BYTES: Final = 2
_ENTRIES: Final = "entries"
_PATH = re.compile(
    r"tile/(?P<level>entries|[0-7])/(?P<number>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)

Read = Callable[[int, int, int], bytes]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Which tile, and how many of its hashes. A bundle of entries has no level."""

    level: int | None
    number: int
    width: int

    @property
    def path(self) -> str:
        """The place's path below the log's address."""
        if self.level is None:
            return bundle_path(self.number, self.width)
        return tile_path(self.level, self.number, self.width)


@dataclass(frozen=True, slots=True)
class Grown:
    """A tile as it is after entries were appended."""

    level: int
    number: int
    hashes: bytes


def tile_path(level: int, number: int, width: int) -> str:
    """Return a tile's path, such as `tile/0/x001/x234/067.p/17`."""
    return f"tile/{level}/{_number(number)}{_partial(width)}"


def bundle_path(number: int, width: int) -> str:
    """Return the path of a bundle of entries, such as `tile/entries/067`."""
    return f"tile/{_ENTRIES}/{_number(number)}{_partial(width)}"


def read_path(path: str) -> Place | None:
    """Return what a path names; None where it names nothing. Each tile has one path."""
    found = _PATH.fullmatch(path)
    if found is None or found["number"].startswith("x000"):
        return None
    width = int(found["width"] or TILE)
    if found["width"] and width >= TILE:
        return None
    level = None if found["level"] == _ENTRIES else int(found["level"])
    return Place(level, int(found["number"].replace("x", "").replace("/", "")), width)


def width_of(level: int, number: int, size: int) -> int:
    """Return how many hashes a tile has in a log of `size` entries; 0 where there is none."""
    return min(TILE, max(0, (size >> _HEIGHT * level) - number * TILE))


def places(size: int, since: int = 0) -> Iterator[Place]:
    """Return the bundles and tiles that a log of `size` entries has, and one of `since` had not, or not so wide."""
    for level in range(HIGHEST_LEVEL + 1):
        before, after = (one >> _HEIGHT * level for one in (since, size))
        if before == after:
            return
        for number in range(before // TILE, -(-after // TILE)):
            width = width_of(level, number, size)
            if level == 0:
                yield Place(None, number, width)
            yield Place(level, number, width)


def on_the_way(index: int, size: int) -> list[Place]:
    """Return the tiles that a proof about entry `index` of `size` reads: at most two a level."""
    ways = set()
    for level in range(HIGHEST_LEVEL + 1):
        count = size >> _HEIGHT * level
        for one in (index >> _HEIGHT * level, count - 1):
            if 0 <= one < count:
                ways.add(Place(level, one // TILE, width_of(level, one // TILE, size)))
    return sorted(ways, key=lambda place: (place.level or 0, place.number))


def grow(size: int, entries: Iterable[bytes], read: Read) -> Iterator[Grown]:
    """Return the tiles that change when entries are appended to the first `size`, each as it is then."""
    added = [leaf_hash(entry) for entry in entries]
    for level in range(HIGHEST_LEVEL + 1):
        if not added:
            return
        number, offset = divmod(size >> _HEIGHT * level, TILE)
        before = _checked(read(level, number, offset), offset) if offset else b""
        hashes, added = before + b"".join(added), []
        for start in range(0, len(hashes), TILE * HASH_BYTES):
            tile = hashes[start : start + TILE * HASH_BYTES]
            yield Grown(level, number + start // (TILE * HASH_BYTES), tile)
            if len(tile) == TILE * HASH_BYTES:
                added.append(_over(tile))


def root(size: int, read: Read) -> bytes:
    """Return the root over the first `size` entries."""
    return _InTiles(size, read).root()


def inclusion(index: int, size: int, read: Read) -> list[bytes]:
    """Return the proof that entry `index` is among the first `size`. BadInputError where it is not."""
    return _InTiles(size, read).inclusion(index)


def consistency(old: int, new: int, read: Read) -> list[bytes]:
    """Return the proof that the first `new` begin with the first `old`; BadInputError unless 1 <= old <= new."""
    return _InTiles(new, read).consistency(old)


def bundle_of(entries: Sequence[bytes]) -> bytes:
    """Return a bundle: each entry after its length in two bytes. BadInputError for an entry that is too long."""
    try:
        return b"".join(len(entry).to_bytes(_LENGTH_BYTES) + entry for entry in entries)
    except OverflowError:
        raise BadInputError("an entry of the log has 65,535 bytes at most") from None


def entries_of(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle. BadInputError for what is none."""
    entries, at = [], 0
    while at < len(bundle):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(bundle[at:start])
        entries.append(bundle[start:at])
    if at != len(bundle) or len(entries) > TILE:
        raise BadInputError("this is no bundle of entries")
    return entries


class _InTiles(Tree):
    """The tree of a size, whose hashes are read from tiles, each tile once."""

    def __init__(self, size: int, read: Read) -> None:
        super().__init__()
        if not 0 <= size <= _LARGEST:
            raise BadInputError("a log has not so many entries")
        self._size = size
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def __len__(self) -> int:
        return self._size

    def _complete(self, level: int, position: int) -> bytes:
        tile_level, height = divmod(level, _HEIGHT)
        number, offset = divmod(position << height, TILE)
        start = offset * HASH_BYTES
        return _over(self._tile(tile_level, number)[start : start + (HASH_BYTES << height)])

    def _tile(self, level: int, number: int) -> bytes:
        if (level, number) not in self._tiles:
            width = width_of(level, number, self._size)
            self._tiles[level, number] = _checked(self._read(level, number, width), width)
        return self._tiles[level, number]


def _over(hashes: bytes) -> bytes:
    """Return the hash over a row of hashes, as many as a power of two."""
    row = [hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _checked(hashes: bytes, width: int) -> bytes:
    if len(hashes) != width * HASH_BYTES:
        raise BadInputError(f"a tile of {width} hashes was asked for, and is not there whole")
    return hashes


def _number(number: int) -> str:
    """Return a number in groups of three digits, all but the last after an x."""
    groups = f"{number:,}".split(",")
    return "/".join([*(f"x{group:0>3}" for group in groups[:-1]), f"{groups[-1]:0>3}"])


def _partial(width: int) -> str:
    return "" if width == TILE else f".p/{width}"
