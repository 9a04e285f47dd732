"""All exceptions that the project raises on purpose; those of one service alone stand beside it, and are named here.

    SafeToShareError
    ├── BadInputError            what was given cannot be read; the message says what to do
    │   ├── PolicyError          a policy, claim or request outside the closed vocabulary
    │   ├── DocumentError        a published document that holds nothing readable
    │   ├── NoteError            a signed note, or a key for one, that is malformed or that no trusted key has signed
    │   ├── ReceiptError         not a receipt; `core.receipt.MistypedReceiptError` says what is wrong with it
    │   └── SettingError         a setting that is missing or has an unknown value
    ├── SealError                a sealed value that does not open: wrong key, wrong place, or altered
    ├── (`report`'s)             `services.recording.NotStoredError`: nothing was stored now; send it again
    ├── (`base`'s)               `unwrapper.client.UnwrapperAwayError`: the unwrapper cannot be reached
    └── RefusedError             the answer is no
        ├── LockedError          the key is locked: unlock and try again
        ├── NotPermittedError    the permission table does not allow it
        ├── OverQuotaError       as many records as an hour may have: wait, or ask a colleague
        └── (`hub`'s)            `services.cases.CaseMovedError`: it was changed after it was read for a release

Expected outcomes are values, not exceptions. A message never holds personal data: it names the rule, the
setting or the place, never what a person wrote.
"""


class SafeToShareError(Exception):
    """Base of all of them; never raised itself."""


class BadInputError(SafeToShareError):
    """What was given cannot be read. The message says what to do."""


class PolicyError(BadInputError):
    """A policy, claim or request outside the closed vocabulary. `problems` holds one line each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class DocumentError(BadInputError):
    """A published document that cannot be read, or holds nothing that could be.

    `trouble` says in one word why, so that programs need not read the message: a `core.documents.troubles.Trouble`.
    """

    def __init__(self, message: str, trouble: str = "unreadable") -> None:
        super().__init__(message)
        self.trouble = trouble


class NoteError(BadInputError):
    """A signed note, or a key for one, that is malformed, altered, or signed by no trusted key."""


class ReceiptError(BadInputError):
    """Not a receipt: wrong length, or its check digits do not fit."""


class SettingError(BadInputError):
    """A setting that is missing or has an unknown value. The message names it and the values it may have."""


class SealError(SafeToShareError):
    """A sealed value does not open: wrong key, wrong record or group, or altered. It never says which."""


class RefusedError(SafeToShareError):
    """The answer is no."""


class LockedError(RefusedError):
    """The key is locked: the member unlocks with the passphrase and tries again."""


class NotPermittedError(RefusedError):
    """The permission table does not allow it."""


class OverQuotaError(RefusedError):
    """As many records were opened as an hour may have: wait, or ask a colleague to allow more."""
