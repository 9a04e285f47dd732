"""A witness for the tests, written from the specification alone and not from `core.ledger.witness`."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class Witness:
    """Somebody outside, with a key of the kind that cosigns (0x04)."""

    name: str = "witness.example/university"
    seed: bytes = b"w" * 32

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> bytes:
        return b"\x04" + self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + self.public).digest()[:4]

    @property
    def key(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(self.public).decode()}"

    def cosign(self, note: str, seconds: int = 1_795_000_000) -> str:
        """The note with this witness's line under the others."""
        text = note[: note.index("\n\n") + 1]
        signed = self.private.sign(f"cosignature/v1\ntime {seconds}\n{text}".encode())
        line = base64.b64encode(self.id + seconds.to_bytes(8, "big") + signed).decode()
        return f"{note}\u2014 {self.name} {line}\n"
