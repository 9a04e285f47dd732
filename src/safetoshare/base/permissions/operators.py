"""What is done at the machine and what falls due: each command and each job is a line, and one without is an error."""

from __future__ import annotations

from typing import Final

from safetoshare.base.permissions.actions import Action

# `safetoshare WORDS`.
COMMANDS: Final[dict[str, Action]] = {
    "serve": Action.SERVICE_RUN,
    "worker": Action.SERVICE_RUN,
    "spool": Action.SERVICE_RUN,
    "doctor": Action.SERVICE_EXAMINE,
    "audit verify": Action.SERVICE_EXAMINE,
    "audit key": Action.PAGE_READ,
    "demo": Action.DEMONSTRATION_LOAD,
    "demo accounts": Action.DEMONSTRATION_LOAD,
    "backup": Action.BACKUP_MAKE,
    "restore": Action.BACKUP_RESTORE,
    "keys create": Action.KEY_CREATE,
    "keys ceremony": Action.KEY_CREATE,
    "keys fingerprint": Action.PAGE_READ,
    "keys pin": Action.KEY_TRUST,
    "keys lock": Action.KEY_LOCK_ALL,
    # With the keys that a member unlocked: the operator has none.
    "keys rotate": Action.KEY_ROTATE,
    "keys recover": Action.KEY_RECOVER,
    "keys drill": Action.KEY_RECOVER,
    "ledger verify": Action.PROOF_VERIFY,
    "ledger key": Action.PAGE_READ,
    "ledger consistency": Action.PROOF_VERIFY,
    "ledger audit": Action.SERVICE_EXAMINE,
    "ledger export": Action.PAGE_READ,
    "ledger resume": Action.LOG_KEEP,
    "ledger reopen": Action.LOG_KEEP,
    "network load": Action.DIRECTORY_LOAD,
    "recordings": Action.PAGE_READ,
    "recordings text": Action.PAGE_READ,
    "recordings add": Action.RECORDING_ADD,
    "scrutiny read": Action.REGISTER_LOAD,
    "scrutiny import": Action.REGISTER_LOAD,
    **dict.fromkeys(
        (
            *("policy check", "policy decide", "policy diff", "policy export", "policy promise", "policy prove"),
            "policy replay",
        ),
        Action.POLICY_EXAMINE,
    ),
}
# `manage.py WORD`, of ours.
MANAGE_COMMANDS: Final[dict[str, Action]] = {"prepare": Action.SERVICE_PREPARE}
# What the worker does, by the job's name: no person asks for it.
JOBS: Final[dict[str, Action]] = dict.fromkeys(
    (
        "base:sessions_that_are_over",
        "base:old_notes",
        "base:used_forms",
        "base:close_the_audit",
        "hub:silent_referrals",
        "report:forget_drafts",
        "report:forget_erased",
        "report:unopened_danger",
        "sharing:append_batch",
        "sharing:fold_tallies",
        "sharing:forget_letters",
        "sharing:keep_promises",
        "sharing:publish_log",
        "sharing:reviews",
    ),
    Action.DUE_DO,
)
