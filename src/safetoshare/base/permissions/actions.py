"""Everything that may be done."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Everything that may be done, as `part:subject:verb`."""

    PAGE_READ = "web:page:read"
    HEALTH_READ = "web:health:read"
    SITE_LEAVE = "web:site:leave"
    ACCOUNT_SIGN_IN = "base:account:sign_in"
    ACCOUNT_SIGN_OUT = "base:account:sign_out"
    # Whoever was invited, with the code that was told.
    ACCOUNT_JOIN = "base:account:join"
    ACCOUNT_LIST = "base:account:list"
    # Invite somebody new, or again; change a role; note that somebody has left; end somebody's sessions.
    ACCOUNT_MANAGE = "base:account:manage"
    # One's own sessions, browsers and recovery codes.
    ACCOUNT_CARE = "base:account:care"
    KEY_UNLOCK = "base:key:unlock"
    KEY_LOCK = "base:key:lock"
    KEY_LIST_READ = "base:key_list:read"
    KEY_LIST_PROPOSE = "base:key_list:propose"
    KEY_LIST_SIGN = "base:key_list:sign"
    # Wrap data keys anew, to a unit's next key.
    KEY_ROTATE = "base:key:rotate"
    # Let a colleague open more records in this hour than the quota has.
    OPENINGS_ALLOW = "base:openings:allow"
    RECORD_OPEN = "base:record:open"
    RECORD_SEARCH = "base:record:search"
    ERASURE_ASK = "base:erasure:ask"
    ERASURE_CONFIRM = "base:erasure:confirm"
    RESTRICTED_OPEN = "base:restricted:open"
    AUDIT_READ = "base:audit:read"
    AUDIT_EXPORT = "base:audit:export"
    PACKAGE_OPEN = "base:package:open"
    # Read a report that says danger now, where its person allowed the control room to.
    DUTY_OPEN = "report:duty:open"
    REPORT_SEND = "report:report:send"
    MAILBOX_OPEN = "report:mailbox:open"
    # Type in, at a third-party reporting centre, what a person wrote on paper; and see what became of it, in general.
    CENTRE_ENTER = "report:centre:enter"
    CENTRE_LIST = "report:centre:list"
    QUESTION_ASK = "sharing:question:ask"
    POLICY_READ = "sharing:policy:read"
    POLICY_PROPOSE = "sharing:policy:propose"
    POLICY_SIGN = "sharing:policy:sign"
    POLICY_ADOPT = "sharing:policy:adopt"
    POLICY_REPLAY = "sharing:policy:replay"
    # Write down what was told outside of this system.
    TOLD_RECORD = "sharing:told:record"
    # Answer somebody who asks for something about a person, whether or not anything is held.
    REQUEST_ANSWER = "sharing:request:answer"
    CASE_LIST = "hub:case:list"
    CASE_WORK = "hub:case:work"
    # Open what was sent with a report: the copy of a picture, or the original.
    FILE_OPEN = "hub:file:open"
    CASE_REFER = "hub:case:refer"
    # Tell another body without the person's agreement to a service, or ask a rank to decide whether.
    CASE_TELL = "hub:case:tell"
    # Decide what the policy leaves to one's rank.
    DECISION_TAKE = "sharing:decision:take"
    # Look again at what a colleague told at once, against the policy or outside, or kept from the person for a while.
    REVIEW_DO = "sharing:review:do"
    # Whoever was given a letter's address and, by telephone, its code.
    LETTER_OPEN = "sharing:letter:open"
    REFERRAL_ANSWER = "hub:referral:answer"
    BRIEFING_READ = "practice:briefing:read"
    # What is done at the machine, outside of any page: see `operators`.
    SERVICE_RUN = "base:service:run"
    SERVICE_EXAMINE = "base:service:examine"
    SERVICE_PREPARE = "base:service:prepare"
    DEMONSTRATION_LOAD = "base:demonstration:load"
    BACKUP_MAKE = "base:backup:make"
    BACKUP_RESTORE = "base:backup:restore"
    KEY_CREATE = "base:key:create"
    KEY_RECOVER = "base:key:recover"
    KEY_TRUST = "base:key:trust"
    KEY_LOCK_ALL = "base:key:lock_all"
    DIRECTORY_LOAD = "network:directory:load"
    REGISTER_LOAD = "scrutiny:register:load"
    # Put a voice, or a video in British Sign Language, on a page.
    RECORDING_ADD = "base:recording:add"
    # Take the public log up after a restore, or close it in public.
    LOG_KEEP = "sharing:log:keep"
    # What anyone may work out from files alone, without this installation.
    POLICY_EXAMINE = "sharing:policy:examine"
    PROOF_VERIFY = "sharing:proof:verify"
    # What falls due, and nobody asks for.
    DUE_DO = "base:due:do"
