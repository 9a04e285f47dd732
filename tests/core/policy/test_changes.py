import pytest

from safetoshare.core.policy.changes import SHARED, Change, ChangeKind, changes_between, is_more
from safetoshare.core.policy.compared import Outcome, Pair
from tests.core.policy.examples import reduced

NO = Outcome("no", 0, 0, 0, never=False)
YES = Outcome("yes", 0b011, 0, 0, never=False)
HUMAN = Outcome("human", 0b001, 0, 0b01, never=False)


def between(old: Outcome, new: Outcome, listed: tuple[str, str] | None = None) -> list[Change]:
    return list(changes_between(Pair(old, new, listed), reduced()))


def test_what_is_newly_told_is_one_change_whatever_goes_with_it() -> None:
    assert between(NO, YES) == [Change(ChangeKind.NEWLY_PERMITTED, "no", "yes")]
    assert between(YES, NO) == [Change(ChangeKind.NEWLY_REFUSED, "yes", "no")]


def test_a_yes_that_is_left_to_a_human_may_lose_a_duty_as_well() -> None:
    assert between(YES, HUMAN) == [
        Change(ChangeKind.NEWLY_HUMAN, "yes", "human"),
        Change(ChangeKind.DUTY_DROPPED, SHARED, SHARED, ("record_necessity",)),
    ]


def test_each_obligation_is_a_change_of_its_own() -> None:
    refused = Outcome("no", 0b100, 0b011, 0, never=False)
    assert between(NO, refused) == [
        Change(ChangeKind.DUTY_ADDED, "no", "no", ("link_to_third_party",)),
        Change(ChangeKind.INSTEAD_ADDED, "no", "no", ("tell_the_subject_before",)),
        Change(ChangeKind.INSTEAD_ADDED, "no", "no", ("record_necessity",)),
    ]


def test_deciders_are_named_before_and_after() -> None:
    (change,) = between(HUMAN, HUMAN._replace(by=0b10))
    assert change.deciders == (("detective",), ("chief_officer",))
    assert change.widens


def test_a_list_is_a_change_beside_the_others() -> None:
    assert between(NO._replace(never=True), NO, ("no", "human")) == [
        Change(ChangeKind.NEWLY_HUMAN, "no", "human", listed=True)
    ]


def test_the_same_decision_is_no_change_though_another_rule_gives_it() -> None:
    assert between(NO._replace(never=True), NO) == []


@pytest.mark.parametrize(
    ("change", "widens"),
    [
        (Change(ChangeKind.NEWLY_HUMAN, "no", "human"), True),
        (Change(ChangeKind.NEWLY_HUMAN, "yes", "human"), False),
        (Change(ChangeKind.DUTY_DROPPED, SHARED, SHARED, ("minimise",)), True),
        (Change(ChangeKind.DUTY_DROPPED, "no", "no", ("minimise",)), False),
        (Change(ChangeKind.INSTEAD_DROPPED, "no", "no", ("minimise",)), False),
        (Change(ChangeKind.DECIDERS_CHANGED, "human", "human", (), (("a", "b"), ("a",))), False),
        (Change(ChangeKind.DECIDERS_CHANGED, "human", "human", (), (("a",), ("b",))), True),
        (Change(ChangeKind.DECIDERS_CHANGED, "human", "human", (), (("a",), ())), False),
    ],
)
def test_more_told_by_more_or_with_less_care_widens(change: Change, widens: bool) -> None:
    assert change.widens is widens


def test_no_is_less_than_human_is_less_than_yes() -> None:
    assert is_more("no", "human")
    assert is_more("human", "yes")
    assert not is_more("yes", "yes")
    assert not is_more("human", "no")
