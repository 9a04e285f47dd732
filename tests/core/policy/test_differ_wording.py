import pytest

from safetoshare.core.policy.boxes import Box
from safetoshare.core.policy.changes import SHARED, Change, ChangeKind
from safetoshare.core.policy.differ_wording import region_in_words
from safetoshare.core.policy.vocabulary_file import published

WORDS = published()
RECIPIENT = WORDS.positions["recipient"]
PERMITTED = Change(ChangeKind.NEWLY_PERMITTED, "no", "yes")
HUMAN = Change(ChangeKind.NEWLY_HUMAN, "no", "human")


def said(change: Change, *written: dict[str, list[str]]) -> str:
    """Return the sentence of disjoint boxes, all with the same recipients."""
    return region_in_words(change, [WORDS.box(box) for box in written], RECIPIENT, WORDS)


def recipients(*names: str) -> str:
    return said(PERMITTED, {"recipient": list(names)}).removeprefix("Newly permitted (was no): sharing with ")[:-1]


def test_it_says_what_changed_with_whom_and_under_which_conditions() -> None:
    sentence = said(
        HUMAN,
        {
            "recipient": ["immigration_enforcement"],
            "subject": ["victim", "witness"],
            "data": ["account_of_offence"],
            "consent": ["given"],
            "adviser_offered": ["yes"],
        },
    )
    assert sentence == (
        "Newly left to a human (was no): sharing with Immigration Enforcement (Home Office), if about a victim or a "
        "witness, telling the person's account of the offence, consent: given, an independent adviser having been "
        "offered."
    )


def test_what_is_so_whatever_the_rest_has_no_condition() -> None:
    assert said(PERMITTED, {"recipient": ["nhs"]}) == "Newly permitted (was no): sharing with the NHS."


def test_conditions_of_all_combinations_are_said_once() -> None:
    sentence = said(
        PERMITTED,
        {"recipient": ["nhs"], "consent": ["given"], "danger": ["immediate"]},
        {"recipient": ["nhs"], "consent": ["given"], "danger": ["none"], "age": ["child"]},
    )
    assert sentence == (
        "Newly permitted (was no): sharing with the NHS, if consent: given; and either danger: immediate; or the "
        "person being a child, danger: none known."
    )


@pytest.mark.parametrize(
    ("number", "more"), [(3, ""), (4, "; and 1 more combination."), (6, "; and 3 more combinations.")]
)
def test_more_combinations_than_are_said_are_counted(number: int, more: str) -> None:
    stages = ["enquiry", "report", "triage", "assessment", "investigation", "court"][:number]
    ranks = ["detective", "supervisor", "police_inspector", "chief_officer", "control_room", "system"]
    boxes = [
        {"recipient": ["nhs"], "stage": [stage], "actor": [rank]} for stage, rank in zip(stages, ranks, strict=False)
    ]
    sentence = said(PERMITTED, *boxes)
    assert sentence.count("; or ") == 2
    assert sentence.endswith(more or ".")
    assert ("more combination" in sentence) == bool(more)


def test_the_widest_combinations_are_the_ones_that_are_said() -> None:
    small: list[dict[str, list[str]]] = [
        {"recipient": ["nhs"], "stage": [stage], "danger": ["immediate"], "age": ["child"], "actor": ["detective"]}
        for stage in ("report", "triage", "court")
    ]
    wide = {"recipient": ["nhs"], "stage": ["closed"], "danger": ["none"]}
    assert "if either danger: none known, at the stage of a closed case; or " in said(PERMITTED, *small, wide)


def test_of_many_values_the_missing_ones_are_named() -> None:
    subjects = [value for value in WORDS.attribute("subject").bits if value != "suspect"]
    assert said(PERMITTED, {"recipient": ["nhs"], "subject": subjects}).endswith("if not about a suspect.")


def test_recipients_are_named_each_or_by_whom_it_is_not() -> None:
    everybody = list(WORDS.attribute("recipient").bits)
    home_office = [
        value.id
        for value in WORDS.attribute("recipient").inside(WORDS.attribute("recipient").groups["home_office_bodies"])
    ]
    others = [name for name in everybody if name not in home_office]
    assert recipients(*home_office) == "any Home Office body"
    assert recipients(*others) == "anybody outside the Home Office"
    assert recipients(*(name for name in others if name != "nhs")) == "anybody outside the Home Office but the NHS"
    assert recipients("nhs", "school", "marac") == (
        "a MARAC (high-risk domestic abuse conference), the NHS or a school or college"
    )


@pytest.mark.parametrize(
    ("change", "begins"),
    [
        (Change(ChangeKind.NEWLY_REFUSED, "human", "no"), "Newly refused (was left to a human): "),
        (Change(ChangeKind.NEWLY_HUMAN, "yes", "human"), "Newly left to a human (was yes): "),
        (
            Change(ChangeKind.DUTY_ADDED, SHARED, SHARED, ("minimise", "anonymise")),
            "New duty with a yes or a human's decision (“share no more than is needed” and “name nobody”): ",
        ),
        (Change(ChangeKind.DUTY_DROPPED, "no", "no", ("minimise",)), "Duty dropped from a no (“share no more than is "),
        (
            Change(ChangeKind.INSTEAD_ADDED, "no", "no", ("anonymise",)),
            "Newly done instead of telling (“name nobody”): ",
        ),
        (
            Change(ChangeKind.INSTEAD_DROPPED, "no", "no", ("anonymise",)),
            "No longer done instead of telling (“name nobody”): ",
        ),
        (
            Change(ChangeKind.DECIDERS_CHANGED, "human", "human", (), (("detective", "supervisor"), ())),
            "To be decided by nobody alone (was the detective or ",
        ),
        (
            Change(ChangeKind.NEWLY_PERMITTED, "no", "yes", listed=True),
            "Newly permitted (was no) beside others in a list of “What happened”, and not alone: ",
        ),
    ],
)
def test_every_kind_of_change_has_its_words(change: Change, begins: str) -> None:
    assert said(change, {"recipient": ["nhs"]}).startswith(begins)


def test_any_rank_is_said_as_any_member_of_staff() -> None:
    change = Change(ChangeKind.DECIDERS_CHANGED, "human", "human", (), (("detective",), WORDS.deciders))
    assert said(change, {"recipient": ["nhs"]}).startswith("To be decided by any member of staff (was the detective): ")


def test_a_sentence_of_any_size_ends() -> None:
    boxes: list[Box] = [
        WORDS.box({"recipient": ["nhs"], "purpose": [purpose]}) for purpose in WORDS.attribute("purpose").bits
    ]
    assert region_in_words(PERMITTED, boxes, RECIPIENT, WORDS).endswith(".")
