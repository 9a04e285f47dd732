"""Addresses of `scrutiny`, by the process that serves them. A recommendation's address is permanent (Rec 8)."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from safetoshare.base.settings.environment import ProcessRole
from safetoshare.scrutiny.views import complaints, register, waiting

# A number as a report gives it: "4", "3a", "Action 2".
_RECOMMENDATION = (
    r"^scrutiny/recommendations/(?P<report>[-a-z0-9]{1,80})/(?P<number>[A-Za-z0-9 ]{1,30})/(?P<body>[-a-z0-9]{1,80})/$"
)
_COMPLAINT = r"^scrutiny/super-complaints/(?P<complaint>[-a-z0-9]{1,80})/$"

ADDRESSES: dict[ProcessRole, list[URLPattern]] = {
    ProcessRole.SCRUTINY: [
        path("scrutiny/", register.register, name="register"),
        path("scrutiny/waiting/", waiting.waits, name="waits"),
        re_path(_COMPLAINT, complaints.complaint, name="complaint"),
        re_path(_RECOMMENDATION, register.recommendation, name="recommendation"),
    ]
}
