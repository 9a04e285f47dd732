from importlib.resources import files

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import Budget, subtract_all, total
from safetoshare.core.policy.differ import ChangeKind, Difference, Region, differ
from safetoshare.core.policy.prove import regions
from safetoshare.core.policy.rules import Policy, parse_policy
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import HEADER, MODEL, model, reduced, rule, small

WORDS = reduced().with_groups(
    {
        "recipient": {"home_office_bodies": reduced().attribute("recipient").mask(["immigration_enforcement"])},
        "subject": {"protected": reduced().attribute("subject").mask(["victim"])},
    }
)
BEFORE, RECORD, LINK = "tell_the_subject_before", "record_necessity", "link_to_third_party"
ENFORCEMENT, NHS = {"recipient": ["immigration_enforcement"]}, {"recipient": ["nhs"]}


def version(*rules: str, default: str = "") -> Policy:
    """Return the policy of these rules; Immigration Enforcement is a Home Office body of its vocabulary."""
    return parse_policy("\n".join([HEADER, default, *rules]).encode(), "p.toml", WORDS)


def only(difference: Difference) -> Region:
    """Return the one region of a difference."""
    (region,) = difference.regions
    return region


def test_what_is_newly_permitted_is_one_region_with_its_exact_size_and_boxes() -> None:
    old = version(rule("M1", "may", {"recipient": ["nhs"], "data": ["identity"]}))
    new = version(rule("M1", "may", {"recipient": ["nhs"], "data": ["identity", "health"]}))
    difference = differ(old, new)
    region = only(difference)
    assert (region.kind, region.states, region.widens) == (ChangeKind.NEWLY_PERMITTED, 54, True)
    assert region.boxes == (WORDS.box({"recipient": ["nhs"], "data": ["health"]}),)
    assert region.says == "Newly permitted (was no): sharing with the NHS, if telling facts about health."
    assert (difference.newly_permitted, difference.newly_refused, difference.newly_human) == (54, 0, 0)


@pytest.mark.parametrize(
    ("was", "now", "kind", "widens"),
    [
        ("may", "never", ChangeKind.NEWLY_REFUSED, False),
        ("never", "human", ChangeKind.NEWLY_HUMAN, True),
        ("may", "human", ChangeKind.NEWLY_HUMAN, False),
        ("human", "may", ChangeKind.NEWLY_PERMITTED, True),
    ],
)
def test_each_change_of_the_answer_has_its_kind(was: str, now: str, kind: ChangeKind, widens: bool) -> None:
    region = only(differ(version(rule("R", was, NHS)), version(rule("R", now, NHS))))
    assert (region.kind, region.widens) == (kind, widens)


def test_home_office_bodies_are_never_in_one_region_with_others() -> None:
    everybody = version(rule("M1", "may", {}))
    first, second = differ(None, everybody).regions
    assert (first.towards_home_office, second.towards_home_office) == (True, False)
    assert first.states + second.states == WORDS.states
    assert first.says == "Newly permitted (was no): sharing with any Home Office body."
    assert second.says == "Newly permitted (was no): sharing with anybody outside the Home Office."


def test_a_duty_that_is_dropped_from_what_is_told_widens_and_one_that_is_added_does_not() -> None:
    with_duties = version(rule("M1", "may", NHS, duty=[BEFORE, RECORD]))
    without = version(rule("M1", "may", NHS))
    dropped, added = only(differ(with_duties, without)), only(differ(without, with_duties))
    assert (dropped.kind, dropped.widens) == (ChangeKind.DUTY_DROPPED, True)
    assert (added.kind, added.widens) == (ChangeKind.DUTY_ADDED, False)
    assert dropped.says.startswith(
        "Duty dropped from a yes or a human's decision (“tell the person before” and “record why”)"
    )


def test_a_duty_of_a_refusal_is_no_duty_of_telling() -> None:
    silent = rule("M1", "may", NHS)
    with_default = version(silent, default=f'[default]\nduty = ["{RECORD}"]\n')
    region = differ(with_default, version(silent)).regions[0]
    assert (region.kind, region.widens) == (ChangeKind.DUTY_DROPPED, False)
    assert region.says.startswith("Duty dropped from a no (“record why”)")


def test_what_to_do_instead_is_compared_by_rule_and_by_silence() -> None:
    refusing = version(rule("N1", "never", ENFORCEMENT, instead=[LINK]))
    silent = version(rule("M1", "may", NHS), rule("N1", "never", NHS), default=f'[default]\ninstead = ["{LINK}"]\n')
    added = differ(refusing, silent).regions
    assert {(region.kind, region.towards_home_office) for region in added} == {(ChangeKind.INSTEAD_ADDED, False)}
    assert sum(region.states for region in added) == WORDS.states // 3


def test_other_deciders_are_a_change_and_more_of_them_widen() -> None:
    one, two = (version(rule("H1", "human", NHS, by=by)) for by in (["detective"], ["detective", "chief_officer"]))
    more, fewer = only(differ(one, two)), only(differ(two, one))
    assert (more.kind, more.widens, fewer.widens) == (ChangeKind.DECIDERS_CHANGED, True, False)
    assert more.says == "To be decided by any member of staff (was the detective): sharing with the NHS."


def test_what_rules_are_called_say_and_cite_is_no_difference() -> None:
    old = version(rule("M1", "may", NHS, says="One.", cites=["Rec 1"], instead=[LINK]))
    new = version(
        rule("X9", "may", NHS, says="Other.", cites=["Rec 4"]), rule("X8", "may", {**NHS, "data": ["health"]})
    )
    difference = differ(old, new)
    assert difference.is_empty
    assert difference.home_office_sha256 == ""


def test_a_never_against_silence_is_a_region_where_a_list_is_told_by_it() -> None:
    opened = rule("M1", "may", {**NHS, "pathway": ["domestic_abuse"]})
    closed = rule("N1", "never", {**NHS, "pathway": ["modern_slavery"]})
    region = only(differ(version(opened, closed), version(opened)))
    assert region.kind is ChangeKind.NEWLY_PERMITTED
    assert region.widens
    assert region.boxes == (WORDS.box({**NHS, "pathway": ["modern_slavery"]}),)
    assert region.says == (
        "Newly permitted (was no) beside others in a list of “What happened”, and not alone: sharing with the NHS, "
        "if in a case of modern slavery."
    )
    back = differ(version(opened), version(opened, closed))
    assert only(back).kind is ChangeKind.NEWLY_REFUSED
    assert (back.newly_refused, back.newly_permitted) == (0, 0)


def test_where_lists_are_not_read_helpfully_a_never_against_silence_is_no_difference() -> None:
    opened = rule("M1", "may", {"recipient": ["public"], "pathway": ["domestic_abuse"]})
    closed = rule("N1", "never", {"recipient": ["public"], "pathway": ["modern_slavery"]})
    assert differ(version(opened, closed), version(opened)).is_empty


def test_the_home_offices_hash_is_of_what_it_is_newly_told_about_protected_people_alone() -> None:
    base = rule("M1", "may", NHS)
    victims = differ(version(base), version(base, rule("M2", "may", {**ENFORCEMENT, "subject": ["victim"]})))
    everyone = differ(version(base), version(base, rule("M2", "may", ENFORCEMENT)))
    suspects = differ(version(base), version(base, rule("M2", "may", {**ENFORCEMENT, "subject": ["suspect"]})))
    by_human = differ(version(base), version(base, rule("M2", "human", ENFORCEMENT)))
    assert victims.home_office_sha256 == everyone.home_office_sha256 != ""
    assert suspects.home_office_sha256 == ""
    assert by_human.home_office_sha256 not in {"", everyone.home_office_sha256}
    assert differ(version(base), version(base, rule("M3", "may", {}))).home_office_sha256 == everyone.home_office_sha256


def test_less_for_the_home_office_has_no_hash_to_sign() -> None:
    assert differ(version(rule("M1", "may", {})), version(rule("M1", "may", NHS))).home_office_sha256 == ""


def test_the_hash_is_of_both_files_and_of_the_difference() -> None:
    may, never = rule("M1", "may", NHS), rule("N1", "never", NHS)
    there = differ(version(may), version(never))
    assert there.sha256 == differ(version(may), version(never)).sha256
    hashes = {
        there.sha256,
        differ(version(never), version(may)).sha256,
        differ(None, version(never)).sha256,
        # The same decisions in another file: what was signed is that file, too.
        differ(version(may), version(never, "# later")).sha256,
        differ(version(may), version(may)).sha256,
    }
    assert len(hashes) == 5


def test_what_widens_towards_the_home_office_comes_first() -> None:
    new = version(rule("M1", "may", NHS), rule("H1", "human", ENFORCEMENT, by=["detective"]))
    old = version(rule("M1", "may", {"recipient": ["public"]}))
    found = [(region.kind, region.towards_home_office, region.widens) for region in differ(old, new).regions]
    assert found == [
        (ChangeKind.NEWLY_HUMAN, True, True),
        (ChangeKind.NEWLY_PERMITTED, False, True),
        (ChangeKind.NEWLY_REFUSED, False, False),
    ]


def test_a_difference_names_both_versions_and_nothing_in_force_as_nothing() -> None:
    difference = differ(None, model())
    assert (difference.old, difference.new) == ("", "test-model")


def test_without_the_groups_no_body_is_the_home_offices() -> None:
    difference = differ(None, small(rule("M1", "may", {})))
    assert only(difference).says == "Newly permitted (was no): sharing with anybody."
    assert difference.home_office_sha256 == ""


def test_a_difference_of_the_published_size_is_exact_and_at_hand() -> None:
    text = MODEL.read_text("utf-8").replace('"account_of_offence"] }', '"account_of_offence", "health"] }', 1)
    new = parse_policy(text.encode(), "n.toml", published())
    difference = differ(model(), new)
    assert difference.newly_human > 0 == difference.newly_permitted
    for region in difference.regions:
        assert total(region.boxes) == region.states
    assert differ(model(), model()).is_empty


def test_the_counts_are_those_of_the_box_algebra_that_proves() -> None:
    path = files("safetoshare.forces").joinpath("avon_and_somerset/policy/model-firewall.toml")
    new = parse_policy(path.read_bytes(), path.name, published())
    difference, was, now = differ(model(), new), regions(model()), regions(new)
    assert difference.newly_permitted == total(subtract_all(now.yes, was.yes)) > 0
    assert difference.newly_human == total(subtract_all(now.human, was.human)) > 0
    assert difference.newly_refused == total(subtract_all(was.shared, now.shared)) > 0


def test_a_difference_beyond_the_budget_is_an_error_and_no_part_of_one() -> None:
    with pytest.raises(PolicyError, match="overlap so much"):
        differ(None, model(), Budget(100))
