"""What a refusal on the officer's screen goes with: reasons to copy, who can help, and what would change it."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest
from django.test import Client
from django.utils import formats

from safetoshare.base import clock
from safetoshare.base.permissions import Role
from safetoshare.core.policy.near import FACTS
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.network import demonstration as network_demonstration
from safetoshare.network.api import services_for
from safetoshare.sharing.api.policies import InForce
from safetoshare.sharing.api.questions import NO_COACHING, answer_question, would_change
from tests.sharing.policies import TODAY
from tests.sharing.test_question_pages import DOUBT, SUPPORT, asked, officer

__all__ = ["officer"]


def test_the_answer_to_copy_says_what_was_decided_when_by_which_rule_and_where_to_check_it(
    in_force: InForce, officer: Client
) -> None:
    found = re.search(r'<p class="govuk-inset-text" lang="en" dir="ltr">(.*?)</p>', asked(officer, DOUBT), re.DOTALL)
    assert found is not None
    copied = unescape(found[1])
    assert copied.startswith("No. Under our published sharing policy model-firewall")
    assert formats.date_format(clock.today(), "j F Y") in copied
    assert "A concern or doubt about status is never a reason" in copied
    assert "Rules: N1" in copied
    assert f"under /policy/ (SHA-256 {in_force.sha256[:12]})" in copied


def test_what_no_rule_permits_is_said_to_be_refused_by_silence_and_not_by_a_rule_about_something_else(
    in_force: InForce, officer: Client
) -> None:
    html = asked(officer, {**DOUBT, "recipient": "school", "purpose": "investigation"})
    before, _, why = html.partition('<h2 class="govuk-heading-m">Why</h2>')
    assert why.strip().startswith('<p class="govuk-body">No rule of the policy permits it.')
    assert "No rule of it permits this, and what no rule permits is not shared." in before


@pytest.mark.parametrize(
    ("recipient", "rule"), [("home_office_nrm", "N3"), ("school", "N19"), ("nhs", "N19"), ("cps", "N20")]
)
def test_an_officer_who_wants_a_status_checked_is_shown_the_rule_that_stops_it(
    in_force: InForce, officer: Client, recipient: str, rule: str
) -> None:
    html = asked(officer, {**DOUBT, "recipient": recipient})
    assert f"<strong>{rule}</strong>" in html.partition('<h2 class="govuk-heading-m">Why</h2>')[2]


@pytest.fixture
def directory(db: None) -> None:
    """The directory of services, as the demonstration loads it."""
    network_demonstration.load()


def test_a_refusal_names_a_few_organisations_that_can_advise_with_their_numbers(
    in_force: InForce, directory: None, officer: Client
) -> None:
    html = asked(officer, DOUBT)
    listed = html.partition("Who can advise and help")[2].partition("</ul>")[0]
    titles = re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)
    wanted = services_for("", ["immigration_advice"], "")[:3]
    assert len(titles) == len(wanted) == 3
    assert all(escape(entry.service.organisation_name) in title for entry, title in zip(wanted, titles, strict=True))


def test_the_organisations_of_an_area_are_shown_when_it_is_chosen_and_the_question_is_kept(
    in_force: InForce, directory: None, officer: Client
) -> None:
    somerset = "E06000066"
    html = asked(officer, {**DOUBT, "area": somerset})
    assert "No, you may not share this" in html
    assert f'<option value="{somerset}" selected>' in html
    first = services_for(somerset, ["immigration_advice"], "")[0].service
    assert escape(first.organisation_name) in html
    assert all(f'name="{name}" value="{value}"' in html for name, value in DOUBT.items())


def test_an_area_that_nobody_knows_is_refused(in_force: InForce, directory: None, officer: Client) -> None:
    asked(officer, {**DOUBT, "area": "E99999999"}, 422)


def test_what_would_change_a_refusal_is_told_on_demand_alone(in_force: InForce, officer: Client) -> None:
    refused = {**SUPPORT, "consent": "refused"}
    html = asked(officer, refused)
    assert "What would change it?" in html
    assert "It may be told, if:" not in html
    told = asked(officer, {**refused, "what_would_change": "yes"})
    assert "It may be told, if:" in told
    assert "<li>What she or he said: given</li>" in told


@pytest.mark.parametrize("recipient", sorted(NO_COACHING))
def test_it_is_never_told_about_those_who_act_against_the_person(
    in_force: InForce, officer: Client, recipient: str
) -> None:
    html = asked(officer, {**SUPPORT, "recipient": recipient, "what_would_change": "yes"})
    assert "if:</p>" not in html
    assert "What would change it?" not in html


def test_no_change_is_named_of_what_is_so_about_the_person_and_the_case(in_force: InForce) -> None:
    for recipient in set(published().attribute("recipient").bits) - NO_COACHING:
        known = {"recipient": recipient, "subject": "victim", "purpose": "investigation", "consent": "refused"}
        answer = answer_question(known, Role.VICTIM_CARE_OFFICER, TODAY)
        assert answer is not None
        for miss in would_change(answer, known, Role.VICTIM_CARE_OFFICER):
            assert not {name for name, _ in miss.changes} & FACTS
