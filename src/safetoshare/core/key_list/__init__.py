"""The list of keys that count, signed by two: which public keys may be sealed to, and who may sign the next list.

A database that names a unit's public key is believed no further than this list goes: whoever writes another key into a
row, to read what comes next, finds that nothing is sealed to it any more. Each list names the one before by its hash,
so that the first that somebody compared (by its fingerprint) vouches for all that follow.

    Safe to Share key list, version 1
    origin <whose>
    number <1, 2, ...>
    previous <SHA-256 of the list before, in hexadecimal digits; "-" for the first>
    on <day>
    recovery <1 | 2 | 3> <public key> <verifier key>
    unit <unit> <purpose> <organisation | -> <kind> <key> <public key> <current | retired> <name of the unit>
    member <account> <role> <organisation | -> <key> <public key> <verifier key> <signs | ->

Promises: a list has one form, so that its hash is its own; the next list counts only when two different members of the
list before who may sign, or two of its recovery holders, signed exactly its text (`core.ledger.note`). The first list
is signed by two of its own: it counts for whoever compared its fingerprint. The system administrator is on no list.
Whatever is given, the one error is KeyListError.
"""

from safetoshare.core.key_list.entries import (
    CURRENT,
    HOLDERS,
    RETIRED,
    KeyList,
    KeyListError,
    ListedHolder,
    ListedMember,
    ListedUnitKey,
)
from safetoshare.core.key_list.reading import read_key_list
from safetoshare.core.key_list.succession import (
    SIGNERS_NEEDED,
    check_successor,
    digest,
    fingerprint,
    follow,
    signers,
    text_of,
)
from safetoshare.core.ledger.note import keys_of_seed, sign_note

__all__ = [
    "CURRENT",
    "HOLDERS",
    "RETIRED",
    "SIGNERS_NEEDED",
    "KeyList",
    "KeyListError",
    "ListedHolder",
    "ListedMember",
    "ListedUnitKey",
    "check_successor",
    "digest",
    "fingerprint",
    "follow",
    "keys_of_seed",
    "read_key_list",
    "sign_note",
    "signers",
    "text_of",
]
