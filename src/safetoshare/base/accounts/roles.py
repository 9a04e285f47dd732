"""What each role is called on a page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from safetoshare.base.permissions import Role

_NAMES = {
    Role.RESPONSE_OFFICER: _("Response officer"),
    Role.OFFICER_IN_THE_CASE: _("Officer in the case"),
    Role.VICTIM_CARE_OFFICER: _("Victim care officer"),
    Role.WITNESS_CARE_OFFICER: _("Witness care officer"),
    Role.UNIT_SUPERVISOR: _("Unit supervisor"),
    Role.INSPECTOR: _("Inspector"),
    Role.CHIEF_OFFICER: _("Chief officer"),
    Role.DISCLOSURE_OFFICER: _("Disclosure officer"),
    Role.DATA_PROTECTION_OFFICER: _("Data protection officer"),
    Role.CONTROL_ROOM: _("Control room"),
    Role.REPORTING_CENTRE_WORKER: _("Reporting centre worker"),
    Role.PARTNER_WORKER: _("Partner worker"),
    Role.PARTNER_MANAGER: _("Partner manager"),
    Role.NETWORK_COORDINATOR: _("Network coordinator"),
    Role.TRAINER: _("Trainer"),
    Role.OUTREACH_WORKER: _("Outreach worker"),
    Role.POLICY_AUTHOR: _("Policy author"),
    Role.POLICY_SIGNER: _("Policy signer"),
    Role.COMMISSIONERS_ANALYST: _("Commissioner’s analyst"),
    Role.COMMISSIONER: _("Commissioner"),
    Role.SYSTEM_ADMINISTRATOR: _("System administrator"),
}


def role_name(role: str) -> str:
    """Return the role's name in the language of the page."""
    return str(_NAMES[Role(role)])
