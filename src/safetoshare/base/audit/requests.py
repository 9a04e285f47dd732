"""The audit row of each request by which a signed-in person changes, exports or erases something.

`accounts.decorators.allowed` calls it for every unsafe request, so that no view can forget it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from safetoshare.base import clock
from safetoshare.base.audit.rows import record_act
from safetoshare.base.permissions import Action

# Ending access never waits for an audit that is away; what it ended stands in the rows of the access.
_ENDS_OR_BEGINS: Final = frozenset(
    {Action.ACCOUNT_SIGN_IN, Action.ACCOUNT_SIGN_OUT, Action.ACCOUNT_JOIN, Action.KEY_UNLOCK, Action.KEY_LOCK}
)
# The unwrapper writes their rows itself, with the reason sealed, once it has judged them.
_OF_THE_UNWRAPPER: Final = frozenset({Action.RECORD_SEARCH, Action.POLICY_REPLAY, Action.OPENINGS_ALLOW})
# "May I share this?" is about nobody's record and changes nothing: it leaves no trace, so that asking is easy.
_ABOUT_NOBODY: Final = frozenset({Action.QUESTION_ASK})
UNAUDITED: Final = _ENDS_OR_BEGINS | _OF_THE_UNWRAPPER | _ABOUT_NOBODY


def record_request(account: UUID, role: str, action: Action, named: Mapping[str, object], purpose: str) -> None:
    """Commit the row of a request, before it is carried out.

    The record is the first that its address names, or else the account itself. RefusedError when the row cannot be
    sealed, or a database's error: then nothing may be changed.
    """
    if action in UNAUDITED:
        return
    records = (value for value in named.values() if isinstance(value, UUID))
    record_act(account, role, action, next(records, account), purpose=purpose, at=clock.now())
