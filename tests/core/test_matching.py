"""Services ranked for needs: what is not known is never a no, and a need never closes a door that has said nothing."""

from __future__ import annotations

import inspect
from dataclasses import fields, replace
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core import matching
from safetoshare.core.errors import BadInputError
from safetoshare.core.matching import (
    ANSWERS,
    CONDITIONS,
    Answer,
    MatchableService,
    Reason,
    Wanted,
    in_turns,
    is_area_code,
    is_language_code,
    rank,
    reasons_for,
)
from safetoshare.core.needs import NEEDS

BRISTOL, SOMERSET = "E06000023", "E06000066"
KINDS = [need for need in NEEDS if need not in CONDITIONS]

SERVICE = MatchableService(
    id=UUID(int=1),
    name="Safe house",
    is_national=False,
    areas=frozenset({BRISTOL}),
    answers={"domestic_abuse": "yes", "no_recourse": "not_known"},
    languages=frozenset(),
)

services = st.builds(
    MatchableService,
    id=st.uuids(),
    name=st.text(max_size=3),
    is_national=st.booleans(),
    areas=st.frozensets(st.sampled_from([BRISTOL, SOMERSET])),
    answers=st.dictionaries(st.sampled_from(NEEDS), st.sampled_from(ANSWERS), max_size=6),
    languages=st.frozensets(st.sampled_from(["so", "pl"])),
)
directories = st.lists(services, max_size=8, unique_by=lambda service: service.id)
searches = st.builds(
    Wanted,
    areas=st.sampled_from([(), (BRISTOL,), (SOMERSET,), (BRISTOL, SOMERSET)]),
    needs=st.lists(st.sampled_from(NEEDS), max_size=4, unique=True).map(tuple),
    language=st.sampled_from(["", "so", "pl", "ar"]),
)


def offered(service: MatchableService, wanted: Wanted) -> bool:
    return bool(rank([service], wanted))


def answer(service: MatchableService, wanted: Wanted, criterion: str) -> str:
    return {reason.criterion: reason.answer for reason in reasons_for(service, wanted)}[criterion]


def with_answers(**answers: Answer) -> MatchableService:
    return replace(SERVICE, answers=answers)


def test_a_service_of_the_area_for_the_need_is_known_to_fit() -> None:
    (match,) = rank([SERVICE], Wanted((BRISTOL,), ("domestic_abuse",)))
    assert match.is_known_to_fit
    assert match.reasons == (Reason("area", "yes"), Reason("domestic_abuse", "yes"))


def test_a_service_of_another_area_is_not_offered_and_a_national_one_is() -> None:
    wanted = Wanted((SOMERSET,), ("domestic_abuse",))
    assert not offered(SERVICE, wanted)
    assert offered(replace(SERVICE, is_national=True, areas=frozenset()), wanted)


def test_a_service_whose_area_nobody_knows_is_offered_as_not_known() -> None:
    (match,) = rank([replace(SERVICE, areas=frozenset())], Wanted((SOMERSET,), ("domestic_abuse",)))
    assert not match.is_known_to_fit
    assert match.reasons[0] == Reason("area", "not_known")


@pytest.mark.parametrize("need", sorted(CONDITIONS))
def test_a_condition_about_which_nothing_is_said_is_not_known(need: str) -> None:
    assert answer(with_answers(domestic_abuse="yes"), Wanted(needs=(need,)), need) == "not_known"


@pytest.mark.parametrize("need", sorted(CONDITIONS))
def test_only_a_plain_no_to_a_condition_takes_a_service_out(need: str) -> None:
    wanted = Wanted((BRISTOL,), ("domestic_abuse", need))
    assert offered(with_answers(domestic_abuse="yes"), wanted)
    assert offered(replace(SERVICE, answers={"domestic_abuse": "yes", need: "yes"}), wanted)
    assert not offered(replace(SERVICE, answers={"domestic_abuse": "yes", need: "no"}), wanted)


def test_what_a_service_is_not_for_is_neither_offered_nor_a_reason() -> None:
    assert not offered(SERVICE, Wanted(needs=("hate_crime",)))
    (match,) = rank([SERVICE], Wanted(needs=("hate_crime", "domestic_abuse")))
    assert match.reasons == (Reason("domestic_abuse", "yes"),)
    assert match.is_known_to_fit


def test_a_kind_of_help_that_may_be_given_is_offered_as_not_known() -> None:
    (match,) = rank([with_answers(counselling="not_known")], Wanted(needs=("counselling",)))
    assert match.reasons == (Reason("counselling", "not_known"),)
    assert not match.is_known_to_fit


@pytest.mark.parametrize(
    ("languages", "interpreter", "expected"),
    [
        ({"so"}, "not_known", "yes"),
        (set(), "yes", "yes"),
        (set(), "not_known", "not_known"),
        ({"pl"}, "not_known", "not_known"),
        (set(), "no", "not_known"),
        ({"pl"}, "no", "no"),
    ],
)
def test_a_language_is_spoken_there_or_by_an_interpreter(
    languages: set[str], interpreter: Answer, expected: Answer
) -> None:
    service = replace(SERVICE, languages=frozenset(languages), answers={"interpreter": interpreter})
    assert answer(service, Wanted(language="so"), "language") == expected


def test_what_is_known_to_fit_comes_first_and_the_same_list_comes_each_time() -> None:
    known = replace(SERVICE, id=UUID(int=2), name="Zebra", answers={"domestic_abuse": "yes", "no_recourse": "yes"})
    national = replace(SERVICE, id=UUID(int=3), name="Anchor", is_national=True, areas=frozenset())
    twin = replace(SERVICE, id=UUID(int=4))
    wanted = Wanted((BRISTOL,), ("domestic_abuse", "no_recourse"))
    expected = [known, SERVICE, twin, national]
    assert [match.service for match in rank([twin, national, known, SERVICE], wanted)] == expected
    assert [match.service for match in rank([SERVICE, known, national, twin], wanted)] == expected


@pytest.mark.parametrize(
    "broken",
    [
        {"areas": ("Bristol",)},
        {"areas": ("E0600002३",)},
        {"language": "Somali"},
        {"language": "SO"},
        {"needs": ("status",)},
    ],
)
def test_what_nobody_knows_is_an_error(broken: dict[str, str]) -> None:
    with pytest.raises(BadInputError):
        Wanted(**broken)  # type: ignore[arg-type]  # each is of its kind; the values are wrong


def test_codes_have_their_form() -> None:
    assert is_area_code(BRISTOL)
    assert not is_area_code(BRISTOL + "\n")
    assert is_language_code("ckb")
    assert not is_language_code("so\n")


def test_nothing_about_anybodys_status_goes_in() -> None:
    names = {field.name for kind in (Wanted, MatchableService) for field in fields(kind)}
    assert names == {"needs", "language", "id", "name", "is_national", "areas", "answers", "languages"}
    assert [str(parameter) for parameter in inspect.signature(matching.rank).parameters] == ["services", "wanted"]


@given(directories, searches)
def test_a_place_without_public_funds_closes_no_door_but_those_that_say_no(
    directory: list[MatchableService], wanted: Wanted
) -> None:
    without = replace(wanted, needs=tuple(need for need in wanted.needs if need != "no_recourse"))
    asked = replace(without, needs=(*without.needs, "no_recourse"))
    before = {match.service.id: match for match in rank(directory, without)}
    after = {match.service.id: match for match in rank(directory, asked)}
    say_no = {service.id for service in directory if service.answers.get("no_recourse") == "no"}
    assert set(after) == set(before) - say_no
    for service, match in after.items():
        added = [reason for reason in match.reasons if reason not in before[service].reasons]
        assert [reason.criterion for reason in added] == ["no_recourse"]
        assert set(before[service].reasons) <= set(match.reasons)


@given(directories, searches)
def test_no_offer_holds_a_no_and_each_that_is_known_to_fit_stands_above_each_that_is_not(
    directory: list[MatchableService], wanted: Wanted
) -> None:
    matches = rank(directory, wanted)
    assert all(reason.answer != "no" for match in matches for reason in match.reasons)
    known = [match.is_known_to_fit for match in matches]
    assert known == sorted(known, reverse=True)


@given(directories, searches, st.randoms(use_true_random=False))
def test_the_order_in_which_services_come_changes_nothing(
    directory: list[MatchableService], wanted: Wanted, chance: Random
) -> None:
    shuffled = list(directory)
    chance.shuffle(shuffled)
    assert rank(shuffled, wanted) == rank(directory, wanted)


@given(services, searches, st.sampled_from(KINDS))
def test_one_more_need_never_takes_away_a_service_that_was_there_for_another(
    service: MatchableService, wanted: Wanted, need: str
) -> None:
    kinds = [one for one in wanted.needs if one not in CONDITIONS]
    more = replace(wanted, needs=tuple({*wanted.needs, need}))
    if kinds and offered(service, wanted):
        assert offered(service, more)


@given(services, searches)
def test_silence_never_closes_a_door(service: MatchableService, wanted: Wanted) -> None:
    spoken = {need: value for need, value in service.answers.items() if need not in CONDITIONS}
    if offered(service, wanted):
        assert offered(replace(service, answers=spoken), wanted)


def test_a_service_of_any_of_the_areas_is_offered() -> None:
    (match,) = rank([SERVICE], Wanted((SOMERSET, BRISTOL), ("domestic_abuse",)))
    assert match.reasons[0] == Reason("area", "yes")
    assert match.is_known_to_fit


groups_of_numbers = st.lists(st.lists(st.integers(), max_size=5), max_size=4)


@given(groups_of_numbers)
def test_groups_take_turns_so_that_none_waits_behind_another(groups: list[list[int]]) -> None:
    numbered = [[(group, place) for place in range(len(ones))] for group, ones in enumerate(groups)]
    shown = in_turns(numbered)
    assert sorted(shown) == sorted(one for ones in numbered for one in ones)
    for group in range(len(groups)):
        assert [place for of, place in shown if of == group] == list(range(len(groups[group])))
    assert [place for _, place in shown] == sorted(place for _, place in shown)
