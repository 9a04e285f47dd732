"""Groups of fields sealed to a public key, and opened again where the private half is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.errors import SealError
from safetoshare.core.vault import DataKey, Place, PrivateKey, PublicKey, new_data_key, open_sealed, seal, unwrap, wrap


def seal_fields(fields: Mapping[str, Any], place: Place, key: UnitPublicKey) -> SealedValue:
    """Seal a group of fields (a JSON object) to a unit's public key, under a data key of its own."""
    return seal_bytes(json.dumps(fields, ensure_ascii=False, sort_keys=True).encode(), place, key.id, key.public)


def seal_bytes(plaintext: bytes, place: Place, key: UUID, public: PublicKey) -> SealedValue:
    """Seal bytes to a public key that has this identifier."""
    data_key = new_data_key()
    return SealedValue(place, key, wrap(data_key, public, place), seal(data_key, plaintext, place))


def fields_of(plaintext: bytes) -> dict[str, Any]:
    """Return the fields that `seal_fields` sealed. SealError for anything else."""
    try:
        fields = json.loads(plaintext)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise SealError("what was sealed here is not a group of fields")
    return fields


def open_with(private: PrivateKey, value: SealedValue) -> bytes:
    """Open a value with the private key of a mailbox, which exists for one request of its holder."""
    return open_sealed(DataKey(unwrap(value.wrapped, private, value.place)), value.sealed, value.place)
