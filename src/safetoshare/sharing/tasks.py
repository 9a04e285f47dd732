"""What falls due in `sharing`: each morning the log's batch, then the checkpoint over it."""

from __future__ import annotations

from safetoshare.base.schedule import Job
from safetoshare.sharing.services.log import append_batch, sign_checkpoint

# Two jobs, since each is one transaction, and entries are committed before anything is signed over them.
JOBS = (
    Job("sharing:append_batch", from_hour=5, do=append_batch),
    Job("sharing:publish_log", from_hour=5, do=sign_checkpoint),
)
