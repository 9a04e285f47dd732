"""The signed key lists of this force (`core.key_list`), in the database and pinned outside it.

trusted      the list in force, verified from the pin on
drafting     the list that would follow, and what a list changes
proposing    proposals, signatures, and putting a list in force
"""

from safetoshare.base.keys.lists.drafting import ListChanges, changes, draft_list, first_list, listed_unit_key
from safetoshare.base.keys.lists.proposing import (
    KeyListSigned,
    ProposedList,
    TooLate,
    add_signature,
    proposals,
    propose,
    put_in_force,
    withdraw,
)
from safetoshare.base.keys.lists.trusted import (
    SignedList,
    chain,
    has_list,
    is_pinned,
    list_in_force,
    list_origin,
    pin_of,
)
from safetoshare.base.keys.pins import KeysNotTrustedError

__all__ = [
    "KeyListSigned",
    "KeysNotTrustedError",
    "ListChanges",
    "ProposedList",
    "SignedList",
    "TooLate",
    "add_signature",
    "chain",
    "changes",
    "draft_list",
    "first_list",
    "has_list",
    "is_pinned",
    "list_in_force",
    "list_origin",
    "listed_unit_key",
    "pin_of",
    "proposals",
    "propose",
    "put_in_force",
    "withdraw",
]
