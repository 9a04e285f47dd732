"""What other parts are told: services with reasons, in an order that can be explained."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from safetoshare.base.labels import NEED_NAMES
from safetoshare.core.errors import BadInputError
from safetoshare.core.matching import MatchableService, Wanted, rank
from safetoshare.core.needs import NEEDS
from safetoshare.network import api
from safetoshare.network.api import Entry as Found
from safetoshare.network.api import Reason, help_for, reason_text, services_for
from safetoshare.network.models import Service, ServiceNeed
from tests.network.conftest import BRISTOL, NEXT_LINK, SOMERSET, UNSEEN, Entry, write

pytestmark = pytest.mark.django_db


def names(area: str, *needs: str, language: str = "") -> list[str]:
    return [found.service.organisation_name for found in services_for(area, needs, language)]


def test_services_of_the_area_are_offered_with_reasons(directory: None) -> None:
    first = services_for(BRISTOL, ["domestic_abuse", "safe_place"], "")[0]
    assert (first.service.organisation_name, first.service.name) == ("Next Link", "Domestic abuse support")
    assert (first.service.organisation, first.service.recipient) == (UUID(NEXT_LINK), "specialist_service")
    assert first.is_known_to_fit
    assert first.reasons == (Reason("area", "yes"), Reason("safe_place", "yes"), Reason("domestic_abuse", "yes"))


def test_another_area_has_other_services_and_national_ones_everywhere(directory: None) -> None:
    somerset = names(SOMERSET, "domestic_abuse")
    assert "The YOU Trust" in somerset
    assert "Next Link" not in somerset
    assert "Refuge" in somerset
    assert "Refuge" in names(BRISTOL, "domestic_abuse")


def test_what_is_not_known_stands_below_and_is_there(directory: None) -> None:
    offered = services_for(BRISTOL, ["domestic_abuse", "no_recourse"], "so")
    by_name = {found.service.organisation_name: found for found in offered}
    assert Reason("no_recourse", "yes") in by_name["Southall Black Sisters"].reasons
    assert Reason("no_recourse", "not_known") in by_name["Next Link"].reasons
    assert not by_name["Next Link"].is_known_to_fit


def test_a_place_that_takes_no_public_funds_removes_only_who_says_no(tmp_path: Path, entry: Entry) -> None:
    service = entry["services"][0]
    service["facts"].append({**service["facts"][0], "about": "conditions"})
    for answer, is_offered in (("yes", True), ("not_known", True), ("no", False)):
        service["needs"]["no_recourse"] = answer
        api.load_folder(write(tmp_path, entry))
        assert names(BRISTOL, "domestic_abuse") == ["Example House"]
        assert names(BRISTOL, "domestic_abuse", "no_recourse") == ["Example House"] * is_offered


def ids(found: list[Found]) -> list[UUID]:
    return [entry.service.id for entry in found]


def test_everybodys_page_shows_the_services_of_each_area_and_the_national_ones(directory: None) -> None:
    both = set(ids(help_for([BRISTOL, SOMERSET], "", "")))
    assert both == set(ids(help_for([BRISTOL], "", ""))) | set(ids(help_for([SOMERSET], "", "")))
    national = help_for([], "", "", national_only=True)
    assert national
    assert all(entry.service.matchable.is_national for entry in national)
    assert set(ids(national)) < both


def test_on_everybodys_page_no_answer_about_public_funds_hides_or_lowers_a_service(directory: None) -> None:
    sbs, next_link = (
        Service.objects.filter(organisation__name=name) for name in ("Southall Black Sisters", "Next Link")
    )
    ServiceNeed.objects.filter(service__in=next_link, need="no_recourse").update(answer="no")
    ordinary = services_for(BRISTOL, ["domestic_abuse"], "")
    shown = help_for([BRISTOL], "domestic_abuse", "")
    assert set(ids(shown)) == set(ids(ordinary))
    for answer in ("yes", "no", "not_known"):
        apart = [entry.service.id for entry in shown if entry.without_public_funds == answer]
        assert apart == [entry.service.id for entry in ordinary if entry.without_public_funds == answer]
    # Of each answer the best fit stands among the first.
    assert {entry.without_public_funds for entry in shown[:3]} == {"yes", "no", "not_known"}
    assert sbs.get().id in ids(shown)[:3]


def test_asking_for_help_without_public_funds_shows_the_same_services(directory: None) -> None:
    assert ids(help_for([BRISTOL], "no_recourse", "so")) == ids(help_for([BRISTOL], "", "so"))


@pytest.mark.parametrize("areas", [[], [BRISTOL], [BRISTOL, SOMERSET]])
def test_the_number_of_queries_does_not_grow_with_the_directory(
    directory: None, areas: list[str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    # Services with their organisations, areas, needs, languages, telephones, their hours; and the unit of work's own.
    with django_assert_max_num_queries(9):
        assert len(help_for(areas, "", "")) > 8


def test_the_query_leaves_out_nothing_that_the_ranking_would_offer(directory: None) -> None:
    matchables = [found.service.matchable for found in services_for("", [], "")]
    assert len(matchables) == Service.objects.count()
    for area in ("", BRISTOL, SOMERSET):
        for need in ("", *NEEDS):
            needs = (need,) if need else ()
            offered = [found.service.id for found in services_for(area, needs, "so")]
            assert offered == ranked(matchables, area, needs)


def ranked(services: list[MatchableService], area: str, needs: tuple[str, ...]) -> list[UUID]:
    return [match.service.id for match in rank(services, Wanted((area,) if area else (), needs, "so"))]


def test_a_service_whose_area_nobody_knows_is_offered_everywhere_as_not_known(tmp_path: Path, entry: Entry) -> None:
    del entry["services"][0]["areas"]
    api.load_folder(write(tmp_path, entry))
    (offer,) = services_for(SOMERSET, ["domestic_abuse"], "")
    assert offer.reasons[0] == Reason("area", "not_known")
    assert not offer.is_known_to_fit


def test_an_inactive_service_is_offered_to_nobody(directory: None) -> None:
    Service.objects.filter(organisation_id=UUID(NEXT_LINK)).update(status="inactive")
    assert "Next Link" not in names(BRISTOL, "domestic_abuse")


@pytest.mark.parametrize(
    ("area", "needs", "language"),
    [("Bristol", [], ""), (BRISTOL, ["a visa"], ""), (BRISTOL, [], "Somali"), (BRISTOL, ["status"], "")],
)
def test_a_code_that_nobody_knows_is_an_error(directory: None, area: str, needs: list[str], language: str) -> None:
    with pytest.raises(BadInputError):
        services_for(area, needs, language)


def test_a_reason_is_told_in_the_language_of_the_page() -> None:
    text = reason_text(Reason("safe_place", "not_known"))
    assert str(text) == "A safe place to stay: not known"
    assert str(reason_text(Reason("area", "yes"))) == "Works in this area: yes"
    with translation.override("ar"):
        assert str(text).startswith(str(NEED_NAMES["safe_place"]))
        assert str(text) != "A safe place to stay: not known"


def test_the_measures_are_counted_and_bear_on_recommendation_six(directory: None) -> None:
    measured = {one.name: one for one in api.measures(date(2026, 11, 1), date(2026, 11, 30))}
    total = Service.objects.count()
    assert {one.bears_on for one in measured.values()} == {("6",)}
    assert measured["services_in_directory"].count.at_least == total
    assert measured["services_without_public_funds"].count.at_least == 1
    assert measured["services_confirmed"].count.at_least == 0
    Service.objects.filter(organisation_id=UUID(UNSEEN)).update(assured_on=date(2026, 11, 30))
    Service.objects.filter(organisation_id=UUID(NEXT_LINK)).update(assured_on=date(2026, 12, 1))
    again = {one.name: one for one in api.measures(date(2026, 11, 1), date(2026, 11, 30))}
    assert again["services_confirmed"].count.at_least == 2


def test_an_organisation_is_called_by_its_name_and_an_unknown_one_by_none(directory: None) -> None:
    assert api.organisation_name(UUID(UNSEEN)) == "Unseen"
    assert api.organisation_name(UUID(int=1)) == ""
