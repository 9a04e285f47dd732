"""Tables whose every row each process may see that reaches them at all (`base.grants`), and why (`base.rows`)."""

from __future__ import annotations

from typing import Final

# Nothing in them is about a person or a member of staff, or they are read before anybody is known.
UNPROTECTED: Final[dict[str, str]] = {
    "django_migrations": "which changes of the tables were made",
    "base_unit": "names of teams, published with the list of keys",
    "base_unitkey": "public keys, published with the list of keys",
    "base_signintries": "keyed hashes of names, counted before anybody is known",
    "base_usedform": "hashes of forms' random numbers, and days",
    "base_jobday": "names of jobs, and days",
    **dict.fromkeys(
        (
            *("network_organisation", "network_service", "network_servicearea", "network_serviceneed"),
            *("network_servicelanguage", "network_servicephone", "network_phoneopening", "network_fact"),
        ),
        "the directory of services is public",
    ),
    **dict.fromkeys(
        (
            *("scrutiny_body", "scrutiny_bodyname", "scrutiny_supercomplaint", "scrutiny_supercomplaint_made_by"),
            *("scrutiny_report", "scrutiny_report_published_by", "scrutiny_recommendation", "scrutiny_subrequirement"),
            *("scrutiny_recommendationrecipient", "scrutiny_deadline", "scrutiny_response", "scrutiny_answer"),
            *("scrutiny_designation", "scrutiny_complaintstage", "scrutiny_supersession", "scrutiny_finding"),
            "scrutiny_wait",
        ),
        "the register is public",
    ),
    **dict.fromkeys(
        ("sharing_entry", "sharing_signedcheckpoint", "sharing_logkey", "sharing_tile", "sharing_closedlog"),
        "the log is public",
    ),
    "sharing_figure": "the figures are public, and small numbers have not passed",
}
