"""What follows on each unlocking: colleagues get the unit keys that they lack, and search gets its index.

Both are done as well as they can be now, after the answer was given: neither keeps a member from opening a record.
"""

from __future__ import annotations

import logging

from safetoshare.base.database import SecurityContext, acting_as
from safetoshare.base.faults import kind_and_places
from safetoshare.base.permissions import Action, is_permitted
from safetoshare.base.unwrapper.room import Holder
from safetoshare.base.unwrapper.searching import refresh
from safetoshare.base.unwrapper.wrapping import wrap_to_colleagues
from safetoshare.core.errors import RefusedError

_log = logging.getLogger("safetoshare.unwrapper")


def prepare(holder: Holder) -> None:
    """Do both on the member's behalf. What fails is told to the log by its kind, and done again when it is needed."""
    with acting_as(SecurityContext.of_account(holder.person.id)):
        _share_keys(holder)
        _build_index(holder)


def _share_keys(holder: Holder) -> None:
    try:
        wrap_to_colleagues(holder)
    except RefusedError:
        # No key list is trusted now, which has its own alarm.
        pass
    except Exception as error:
        _log.error("unit keys were not wrapped to colleagues: %s", kind_and_places(error))


def _build_index(holder: Holder) -> None:
    try:
        if is_permitted(Action.RECORD_SEARCH, holder.person):
            refresh(holder)
    except Exception as error:
        _log.error("the index of search was not built: %s", kind_and_places(error))
