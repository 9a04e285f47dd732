"""The Merkle tree of the disclosure log: hashing, proofs and their verification as in RFC 6962 2.1.

Promises:

- A root commits to every entry and to their order. An entry is hashed after the byte 0x00 and an
  inner node after 0x01, so that neither passes for the other (RFC 6962 2.1).
- `verify_inclusion` and `verify_consistency` (RFC 9162 2.1.3.2 and 2.1.4.2) answer True or False to
  whatever they are given. Malformed is False; nothing raises, nothing costs more than 128 hashes.
- `Tree` only grows. It keeps the hash of each complete subtree, level by level: hashes that never
  change again, the same that C2SP tlog-tiles publishes, so that they can later be rows or files.

A root does not tell its size: a proof also verifies under another size whose way up has the same
turns. Take size and root together, from one signed checkpoint.

A hash is 32 bytes of SHA-256. A proof is a sequence of them, the one nearest to the leaves first.
Indices start at 0.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from safetoshare.core.errors import BadInputError

_HASH_SIZE = 32
_PAIR_SIZE = 2 * _HASH_SIZE
_LEAF_PREFIX = b"\x00"
_NODE_PREFIX = b"\x01"
_MAX_SIZE = 2**64 - 1  # RFC 6962 3.5 writes the size of a tree as uint64


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(_LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over the hashes of its two children."""
    return sha256(_NODE_PREFIX + left + right).digest()


def verify_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows `leaf_hash` at `index` of the tree of `size` entries with that `root`.

    `proof` is a plain list or tuple. Anything malformed is False.
    """
    if not (_is_size(index) and _is_size(size) and index < size):
        return False
    sides = _sides(index, size - 1)
    if not (_is_proof(proof, len(sides)) and _is_hash(leaf_hash) and _is_hash(root)):
        return False
    reached = leaf_hash
    for sibling, on_the_left in zip(proof, sides, strict=True):
        reached = node_hash(sibling, reached) if on_the_left else node_hash(reached, sibling)
    return reached == root


def verify_consistency(size1: int, size2: int, proof: Sequence[bytes], root1: bytes, root2: bytes) -> bool:
    """Whether `proof` shows that the tree `size2`, `root2` appended to the tree `size1`, `root1`.

    `proof` is a plain list or tuple, empty where the sizes are equal. Anything malformed is False,
    and so is `size1` 0: every tree extends the empty one, so a proof from it would say nothing.
    Of equal sizes the two roots are compared and nothing else, as the public test vectors want it:
    their length is not looked at.
    """
    if not (_is_size(size1) and _is_size(size2) and 0 < size1 <= size2):
        return False
    if size1 == size2:
        return _is_proof(proof, 0) and type(root1) is type(root2) is bytes and root1 == root2
    if not (_is_hash(root1) and _is_hash(root2)):
        return False
    level = _level_of_last_subtree(size1)
    sides = _sides((size1 - 1) >> level, (size2 - 1) >> level)
    # Where the older tree is one complete subtree, the path starts at its root, which is known.
    start = 0 if size1 == 1 << level else 1
    if not _is_proof(proof, start + len(sides)):
        return False
    older = newer = proof[0] if start else root1
    for sibling, on_the_left in zip(proof[start:], sides, strict=True):
        if on_the_left:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
        else:  # what stands on the right was appended after the older tree
            newer = node_hash(newer, sibling)
    return older == root1 and newer == root2


class Tree:
    """An append-only tree in memory: 64 bytes an entry; the entries themselves are not kept.

    Proofs and roots of every earlier size stay available. Not for use by several threads at once.
    """

    def __init__(self) -> None:
        # Level n holds, end to end, the hashes of all complete subtrees of 2**n entries.
        self._levels: list[bytearray] = [bytearray()]

    def __len__(self) -> int:
        """How many entries were appended."""
        return len(self._levels[0]) // _HASH_SIZE

    def append(self, data: bytes) -> int:
        """Append one entry and return its index."""
        complete = leaf_hash(data)
        for level in self._levels:
            level.extend(complete)
            if len(level) & _HASH_SIZE:  # an odd number of hashes: the last waits for its sibling
                break
            complete = sha256(_NODE_PREFIX + level[-_PAIR_SIZE:]).digest()
        else:
            self._levels.append(bytearray(complete))
        return len(self._levels[0]) // _HASH_SIZE - 1

    def extend(self, entries: Iterable[bytes]) -> None:
        """Append many entries, all of them or, where reading or hashing one fails, none."""
        added = b"".join(map(leaf_hash, entries))
        self._levels[0] += added
        height = 0
        while len(below := self._levels[height]) >= _PAIR_SIZE:
            height += 1
            if height == len(self._levels):
                self._levels.append(bytearray())
            above = self._levels[height]
            pairs = range(2 * len(above), len(below) - _PAIR_SIZE + 1, _PAIR_SIZE)
            above += b"".join(sha256(_NODE_PREFIX + below[pair : pair + _PAIR_SIZE]).digest() for pair in pairs)

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` entries, by default all; BadInputError beyond them."""
        size = self._size_within(size)
        return self._hash_from(0, size) if size else sha256(b"").digest()

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The proof that entry `index` is among the first `size`, by default all (RFC 6962 2.1.1).

        Raises BadInputError where that entry is not among them.
        """
        size = self._size_within(size)
        if not _is_size(index) or index >= size:
            raise BadInputError(f"Entry {_named(index)} is not among the first {size} of the log.")
        return self._path(index, 0, size)

    def consistency(self, size1: int, size2: int | None = None) -> list[bytes]:
        """The proof that the first `size2` entries, by default all, begin with the first `size1`.

        RFC 6962 2.1.2. Raises BadInputError unless 1 <= `size1` <= `size2` <= the tree's size.
        """
        size2 = self._size_within(size2)
        if not _is_size(size1) or not 0 < size1 <= size2:
            raise BadInputError(f"No proof leads from {_named(size1)} to {size2} entries.")
        if size1 == size2:
            return []
        level = _level_of_last_subtree(size1)
        path = self._path(size1 - 1, level, size2)
        if size1 == 1 << level:  # that subtree is the older tree, whose root the verifier has
            return path
        return [self._complete(level, (size1 - 1) >> level), *path]

    def _path(self, index: int, level: int, size: int) -> list[bytes]:
        """The siblings from the subtree at `level` over entry `index` up to the root of `size`."""
        path = []
        for height in range(level, (size - 1).bit_length()):
            start = ((index >> height) ^ 1) << height
            if start < size:
                path.append(self._hash_from(start, min(start + (1 << height), size)))
        return path

    def _hash_from(self, start: int, end: int) -> bytes:
        """The hash over entries `start` up to `end`; a subtree must start at `start`."""
        count = end - start
        level = _level_of_last_subtree(count)
        reached = self._complete(level, (end - 1) >> level)
        for higher in range(level + 1, count.bit_length()):
            if count >> higher & 1:
                reached = node_hash(self._complete(higher, (end >> higher) - 1), reached)
        return reached

    def _complete(self, level: int, position: int) -> bytes:
        """The stored hash of the complete subtree at `position` of `level`."""
        return bytes(self._levels[level][position * _HASH_SIZE : (position + 1) * _HASH_SIZE])

    def _size_within(self, size: int | None) -> int:
        if size is None:
            return len(self)
        if not _is_size(size) or size > len(self):
            raise BadInputError(f"The log has {len(self)} entries, not {_named(size)}.")
        return size


def _sides(position: int, last: int) -> list[bool]:
    """For each sibling on the way from `position` up to the root, whether it stands on the left.

    `last` is the last position of the same level. Where the right edge has no sibling, the node
    moves up as it is (RFC 6962 2.1: a left subtree is the largest power of two that leaves one).
    """
    sides = []
    while last:
        if position & 1:
            sides.append(True)
        elif position < last:
            sides.append(False)
        position >>= 1
        last >>= 1
    return sides


def _level_of_last_subtree(size: int) -> int:
    """The level of the last complete subtree in a tree of `size` entries: the lowest bit set."""
    return (size & -size).bit_length() - 1


def _is_size(value: object) -> bool:
    """Whether it is an exact int (True is none) that a log can have as size or index."""
    return type(value) is int and 0 <= value <= _MAX_SIZE


def _is_hash(value: object) -> bool:
    return type(value) is bytes and len(value) == _HASH_SIZE


def _is_proof(value: object, length: int) -> bool:
    """Whether it is a plain list or tuple of that many hashes; of another length none is read."""
    if type(value) is not list and type(value) is not tuple:
        return False
    return len(value) == length and all(map(_is_hash, value))


def _named(value: object) -> str:
    """A wrong number for a message: as it is, where short; else its kind."""
    if type(value) is int and abs(value) <= _MAX_SIZE:
        return str(value)
    return f"a value of type {type(value).__name__}"
