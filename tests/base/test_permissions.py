"""Who may do what. The lines below that begin with "never" are written by hand and do not read the table."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.urls import URLPattern, URLResolver
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.permissions import (
    CASE_ROLES,
    KEY_HOLDERS,
    PARTNER_ROLES,
    STAFF_ROLES,
    TABLE,
    Action,
    Realm,
    Relation,
    Role,
    Subject,
    fits,
    is_permitted,
    roles_of,
    states_of,
)
from safetoshare.base.permissions import NOBODY as NO_PERSON
from safetoshare.base.settings.environment import PACKAGE, ProcessRole
from safetoshare.web.urls import doors, rooms, urlpatterns


@dataclass(frozen=True)
class Person:
    """Somebody with a role, who came in by a door."""

    role: str | None
    realm: str | None


NOBODY = Person(None, None)
FOR_ANYONE = {
    Action.ACCOUNT_JOIN,
    Action.POLICY_EXAMINE,
    Action.PROOF_VERIFY,
    Action.PAGE_READ,
    Action.HEALTH_READ,
    Action.SITE_LEAVE,
    Action.ACCOUNT_SIGN_IN,
    Action.REPORT_SEND,
    Action.MAILBOX_OPEN,
    Action.LETTER_OPEN,
}
OF_THE_FORCE = (Action.RECORD_OPEN, Action.RESTRICTED_OPEN, Action.AUDIT_READ)
OPENING = (*OF_THE_FORCE, Action.PACKAGE_OPEN)
OF_A_CASE = (Action.CASE_LIST, Action.CASE_WORK, Action.CASE_REFER)
OF_A_DECISION = (Action.CASE_TELL, Action.DECISION_TAKE, Action.REVIEW_DO)
DOORS = (None, Realm.STAFF, Realm.PARTNER)

# By role, as the architecture says it ("Keys"): what the role opens, and nothing else.
NEVER: dict[str, tuple[Action, ...]] = {
    "system_administrator": (
        *OPENING,
        *OF_A_CASE,
        *OF_A_DECISION,
        Action.REQUEST_ANSWER,
        Action.KEY_UNLOCK,
        Action.KEY_LOCK,
    ),
    "response_officer": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.REQUEST_ANSWER, Action.KEY_UNLOCK),
    "officer_in_the_case": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "inspector": (*OPENING, *OF_A_CASE, Action.CASE_TELL, Action.REVIEW_DO),
    "chief_officer": (*OPENING, *OF_A_CASE, Action.CASE_TELL, Action.REVIEW_DO),
    "disclosure_officer": (*OPENING, *OF_A_CASE, Action.CASE_TELL),
    "control_room": (*OPENING, *OF_A_CASE, *OF_A_DECISION),
    "reporting_centre_worker": (*OPENING, *OF_A_DECISION, Action.KEY_UNLOCK),
    "partner_worker": (*OF_THE_FORCE, *OF_A_DECISION, *OF_A_CASE, Action.QUESTION_ASK),
    "partner_manager": (*OF_THE_FORCE, *OF_A_DECISION, *OF_A_CASE, Action.QUESTION_ASK),
    "network_coordinator": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "trainer": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "outreach_worker": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "policy_author": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "policy_signer": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "commissioners_analyst": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "commissioner": (*OPENING, *OF_A_CASE, *OF_A_DECISION, Action.KEY_UNLOCK),
    "witness_care_officer": (
        Action.RESTRICTED_OPEN,
        Action.AUDIT_READ,
        Action.PACKAGE_OPEN,
        Action.CASE_REFER,
        *OF_A_DECISION,
    ),
    "victim_care_officer": (Action.DECISION_TAKE, Action.AUDIT_READ, Action.PACKAGE_OPEN, Action.REFERRAL_ANSWER),
    "unit_supervisor": (Action.AUDIT_READ, Action.PACKAGE_OPEN, Action.REFERRAL_ANSWER),
    # Reads who looked, never what they saw.
    "data_protection_officer": (*OF_THE_FORCE[:2], Action.PACKAGE_OPEN, *OF_A_CASE, *OF_A_DECISION),
}


def test_every_role_has_a_line_of_what_it_never_does() -> None:
    assert set(NEVER) == set(Role)


@pytest.mark.parametrize("role", NEVER)
@pytest.mark.parametrize("realm", ["staff", "partner", None])
@pytest.mark.parametrize("door", DOORS)
def test_a_role_never_does_what_is_not_its_work(role: str, realm: str | None, door: Realm | None) -> None:
    assert [action for action in NEVER[role] if is_permitted(action, Person(role, realm), door)] == []


@pytest.mark.parametrize("door", DOORS)
def test_whoever_has_not_signed_in_does_only_what_anyone_may(door: Realm | None) -> None:
    assert {action for action in Action if is_permitted(action, NOBODY, door)} == FOR_ANYONE


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        ("victim_care_officer", {Action.RECORD_OPEN, Action.RESTRICTED_OPEN}),
        ("unit_supervisor", {Action.RECORD_OPEN, Action.RESTRICTED_OPEN}),
        ("witness_care_officer", {Action.RECORD_OPEN}),
        ("data_protection_officer", {Action.AUDIT_READ}),
        ("partner_worker", {Action.PACKAGE_OPEN}),
        ("partner_manager", {Action.PACKAGE_OPEN}),
    ],
)
def test_those_whose_work_it_is_open_what_their_work_needs(role: str, opens: set[Action]) -> None:
    realm = Realm.PARTNER if role in PARTNER_ROLES else Realm.STAFF
    officer = Person(role, realm)
    assert {action for action in OPENING if is_permitted(action, officer)} == opens
    assert is_permitted(Action.KEY_UNLOCK, officer, realm)
    assert is_permitted(Action.KEY_LOCK, officer, realm)


@pytest.mark.parametrize("action", [Action.ACCOUNT_SIGN_OUT, Action.KEY_UNLOCK, Action.KEY_LOCK])
def test_staff_come_by_their_own_door_only(action: Action) -> None:
    officer = Person("victim_care_officer", "staff")
    assert is_permitted(action, officer, Realm.STAFF)
    assert is_permitted(action, officer, None)
    assert not is_permitted(action, officer, Realm.PARTNER)


def test_partners_come_by_their_own_door_only() -> None:
    worker = Person("partner_worker", "partner")
    assert is_permitted(Action.ACCOUNT_SIGN_OUT, worker, Realm.PARTNER)
    assert not is_permitted(Action.ACCOUNT_SIGN_OUT, worker, Realm.STAFF)


@given(st.text() | st.none(), st.sampled_from(["staff", "partner", None]), st.sampled_from(DOORS))
def test_a_role_that_there_is_not_does_only_what_anyone_may(
    role: str | None, realm: str | None, door: Realm | None
) -> None:
    if role in set(Role):
        return
    assert {action for action in Action if is_permitted(action, Person(role, realm), door)} == FOR_ANYONE


def test_every_account_is_either_staffs_or_a_partners() -> None:
    assert set(Role) == STAFF_ROLES | PARTNER_ROLES
    assert not STAFF_ROLES & PARTNER_ROLES
    assert {role.value for role in PARTNER_ROLES} == {"reporting_centre_worker", "partner_worker", "partner_manager"}


def test_those_who_hold_a_key_work_on_cases_or_referrals_and_never_keep_the_machines_running() -> None:
    assert CASE_ROLES < KEY_HOLDERS
    assert {Role.PARTNER_WORKER, Role.PARTNER_MANAGER} == KEY_HOLDERS - STAFF_ROLES
    assert Role.SYSTEM_ADMINISTRATOR not in KEY_HOLDERS


def test_the_table_names_known_actions_and_roles_and_every_action_has_a_line() -> None:
    assert {permit.action for permit in TABLE} == set(Action)
    # What falls due is for nobody: the worker does it unasked.
    assert [permit.action for permit in TABLE if permit.roles == NO_PERSON] == [Action.DUE_DO]
    assert {role for permit in TABLE for role in permit.roles or ()} <= set(Role)


@pytest.mark.parametrize("action", list(Action))
def test_an_action_is_named_as_part_subject_and_verb(action: Action) -> None:
    part, subject, verb = action.split(":")
    assert action.name == f"{subject}_{verb}".upper()
    assert (PACKAGE / part).is_dir()


def uses_of_actions() -> set[str]:
    """The names of the actions that any module but the table's own mentions."""
    names = set()
    for file in PACKAGE.rglob("*.py"):
        if not {"migrations", "permissions"} & set(file.parts) or file.name == "operators.py":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action":
                    names.add(node.attr)
    return names


def test_every_action_is_used_somewhere() -> None:
    assert uses_of_actions() == set(Action.__members__)


@dataclass(frozen=True)
class Holder(Person):
    """Somebody with an identity and perhaps an organisation."""

    id: UUID | None = None
    organisation: UUID | None = None


ME, OTHER, ORGANISATION = uuid4(), uuid4(), uuid4()
SUPERVISOR = Holder("unit_supervisor", "staff", ME)
WORKER = Holder("partner_worker", "partner", ME, ORGANISATION)


@pytest.mark.parametrize(
    ("action", "actor", "right", "wrong"),
    [
        (Action.ERASURE_CONFIRM, SUPERVISOR, Subject(proposed_by=OTHER), Subject(proposed_by=ME)),
        (Action.POLICY_SIGN, Holder("policy_signer", "staff", ME), Subject(proposed_by=OTHER), Subject(proposed_by=ME)),
        (Action.OPENINGS_ALLOW, SUPERVISOR, Subject(account=OTHER), Subject(account=ME)),
        (Action.ACCOUNT_CARE, SUPERVISOR, Subject(account=ME), Subject(account=OTHER)),
        (
            Action.REFERRAL_ANSWER,
            WORKER,
            Subject(state="opened", organisation=ORGANISATION),
            Subject(state="opened", organisation=OTHER),
        ),
        (
            Action.REFERRAL_ANSWER,
            WORKER,
            Subject(state="question", organisation=ORGANISATION),
            Subject(state="expired", organisation=ORGANISATION),
        ),
        (Action.PACKAGE_OPEN, WORKER, Subject(organisation=ORGANISATION), Subject(organisation=OTHER)),
        (Action.CASE_REFER, SUPERVISOR, Subject(state="taken"), Subject(state="erased")),
    ],
)
def test_how_one_stands_to_a_record_and_its_state_decide_too(
    action: Action, actor: Holder, right: Subject, wrong: Subject
) -> None:
    assert is_permitted(action, actor)
    assert is_permitted(action, actor, subject=right)
    assert not is_permitted(action, actor, subject=wrong)
    assert fits(action, right, actor.id, actor.organisation)
    assert not fits(action, wrong, actor.id, actor.organisation)


@given(st.sampled_from(list(Action)), st.sampled_from(list(Role)))
def test_what_is_not_known_of_a_record_or_of_who_acts_allows_nothing_that_asks_for_it(
    action: Action, role: Role
) -> None:
    asks = {permit.action for permit in TABLE if permit.relation is not Relation.ANY or permit.states is not None}
    if action in asks:
        assert not is_permitted(action, Holder(role, None, ME, ORGANISATION), subject=Subject())
        assert not is_permitted(action, Person(role, None), subject=Subject("sent", OTHER, ORGANISATION, OTHER))


def test_the_roles_and_states_of_an_action_are_those_of_its_lines() -> None:
    assert roles_of(Action.POLICY_ADOPT) == {Role.CHIEF_OFFICER}
    assert roles_of(Action.PAGE_READ) == frozenset()
    assert states_of(Action.CASE_REFER) == {"taken", "assessed", "referred"}
    assert states_of(Action.CASE_LIST) == frozenset()


def views(patterns: Sequence[object]) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            assert isinstance(pattern, URLPattern)
            yield str(pattern.pattern), pattern.callback


@pytest.mark.parametrize("role", list(ProcessRole))
def test_every_address_of_a_process_names_its_action(role: ProcessRole) -> None:
    shell = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    found = list(views([*shell, *doors(role), *rooms(role)]))
    assert len(found) >= len(shell)
    assert [address for address, view in found if not isinstance(getattr(view, "action", None), Action)] == []


def test_every_address_of_this_process_names_its_action() -> None:
    found = list(views(urlpatterns))
    assert {"", "safety/", "healthz", "staff/unlock/", "partner/sign-in/"} <= {address for address, _ in found}
    assert [address for address, view in found if not isinstance(getattr(view, "action", None), Action)] == []


@pytest.mark.parametrize(
    ("role", "realms"),
    [
        (ProcessRole.ALL, {"staff", "partner"}),
        (ProcessRole.PUBLIC, set()),
        (ProcessRole.HUB, {"staff"}),
        (ProcessRole.PARTNER, {"partner"}),
        (ProcessRole.SCRUTINY, {"staff"}),
        (ProcessRole.WORKER, set()),
    ],
)
def test_a_process_opens_the_doors_of_its_role_alone(role: ProcessRole, realms: set[str]) -> None:
    assert {address.partition("/")[0] for address, _ in views(list(doors(role)))} == realms
