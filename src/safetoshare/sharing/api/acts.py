"""Acts around a decision, for the other parts: recorded here, told to the person, and in the public log.

`record_act` opens units of work of its own: call it outside of one.
"""

from __future__ import annotations

from safetoshare.sharing.services.acts import Act, ActOrder, Recorded, count_request, record_act, recorded_of
from safetoshare.sharing.services.notices import ActNotice

__all__ = ["Act", "ActNotice", "ActOrder", "Recorded", "count_request", "record_act", "recorded_of"]
