"""What falls due in `sharing`: each morning the log's batch, its checkpoint, whether it is late, and a month's fold."""

from __future__ import annotations

from safetoshare.base.schedule import Job
from safetoshare.sharing.services.figures import fold_tallies
from safetoshare.sharing.services.letters import forget_letters
from safetoshare.sharing.services.log import append_batch, refuse_broken_promises, sign_checkpoint
from safetoshare.sharing.services.reviewing import refuse_late_reviews

# Two jobs and not one, since each is one transaction, and entries are committed before anything is signed over them.
JOBS = (
    Job("sharing:append_batch", from_hour=5, do=append_batch),
    Job("sharing:publish_log", from_hour=5, do=sign_checkpoint),
    Job("sharing:forget_letters", from_hour=5, do=forget_letters),
    # Fails, and is reported, for as long as a promise is past its time.
    Job("sharing:keep_promises", from_hour=6, do=refuse_broken_promises),
    # So is a review that is past its day.
    Job("sharing:reviews", from_hour=6, do=refuse_late_reviews),
    # Each day looks, so that a month is folded on the first day on which that can be done.
    Job("sharing:fold_tallies", from_hour=5, do=fold_tallies),
)
