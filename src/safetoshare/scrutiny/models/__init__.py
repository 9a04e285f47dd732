"""The register's tables: what was asked, of whom, by when, and what was answered (Rec 8).

The unit of progress is a recommendation with one body (`RecommendationRecipient`). Status and lateness stand in no
table: `core.standing` derives them for any day. What is published once is never changed: a changed document is a new
version of the response. Everything here is public; nothing is about a person who reported.
"""

from __future__ import annotations

from safetoshare.scrutiny.models.answers import Answer, Finding, Response, Wait
from safetoshare.scrutiny.models.bodies import Body, BodyKind, BodyName, Designation
from safetoshare.scrutiny.models.complaints import ComplaintStage, SuperComplaint
from safetoshare.scrutiny.models.reports import (
    Deadline,
    RecipientRole,
    Recommendation,
    RecommendationRecipient,
    Report,
    SubRequirement,
    Supersession,
)

__all__ = [
    "Answer",
    "Body",
    "BodyKind",
    "BodyName",
    "ComplaintStage",
    "Deadline",
    "Designation",
    "Finding",
    "RecipientRole",
    "Recommendation",
    "RecommendationRecipient",
    "Report",
    "Response",
    "SubRequirement",
    "SuperComplaint",
    "Supersession",
    "Wait",
]
