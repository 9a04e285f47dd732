"""Seals and key wraps: what makes a stolen database tell nothing.

What it promises:

* A sealed value opens only under its own key *and* at its own place (record, table, group,
  version): a row copied over another row, or an old version put back under a new number, does
  not open.
* The length of a sealed value tells its size class and nothing finer.
* A wrapped key opens only under the private half of the key it was wrapped to, at its own place.
* Whatever fails, `SealError` says the same words, so that nobody learns which part was wrong.

`place` says where a value belongs, `sealing` seals values and keys under a shared key, `wrapping`
wraps keys to public keys, `passphrase` makes a key of what a member of staff remembers. Forms of
the bytes stand in the docstrings of `sealing` and `wrapping`.
"""

from safetoshare.core.vault.passphrase import (
    LONGEST_PASSPHRASE,
    PassphraseCost,
    fold_passphrase,
    stretch_passphrase,
)
from safetoshare.core.vault.place import Place
from safetoshare.core.vault.sealing import (
    KEY_SIZE,
    LARGEST_PLAINTEXT,
    SALT_SIZE,
    SIZE_CLASSES,
    DataKey,
    PrivateKey,
    Sealed,
    StretchedKey,
    new_data_key,
    new_salt,
    newest_seal,
    open_data_key,
    open_private_key,
    open_sealed,
    seal,
    seal_data_key,
    seal_private_key,
    sealed_size,
    size_class,
)
from safetoshare.core.vault.wrapping import (
    KeyPair,
    PublicKey,
    Wrapped,
    fingerprint,
    generate_key_pair,
    newest_wrap,
    public_of,
    unwrap,
    wrap,
)

__all__ = [
    "KEY_SIZE",
    "LARGEST_PLAINTEXT",
    "LONGEST_PASSPHRASE",
    "SALT_SIZE",
    "SIZE_CLASSES",
    "DataKey",
    "KeyPair",
    "PassphraseCost",
    "Place",
    "PrivateKey",
    "PublicKey",
    "Sealed",
    "StretchedKey",
    "Wrapped",
    "fingerprint",
    "fold_passphrase",
    "generate_key_pair",
    "new_data_key",
    "new_salt",
    "newest_seal",
    "newest_wrap",
    "open_data_key",
    "open_private_key",
    "open_sealed",
    "public_of",
    "seal",
    "seal_data_key",
    "seal_private_key",
    "sealed_size",
    "size_class",
    "stretch_passphrase",
    "unwrap",
    "wrap",
]
