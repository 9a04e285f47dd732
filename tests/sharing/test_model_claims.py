"""What the model policy promises: every claim is proved, required, spoken plainly, and no stronger than its parts."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest

from safetoshare.cli import main
from safetoshare.core.policy.boxes import Box, intersect
from safetoshare.core.policy.claims import Claim, Form, Layer
from safetoshare.core.policy.prove import Property, prove, regions
from safetoshare.core.policy.vocabulary_file import published
from tests.sharing.policies import CLAIMS as CLAIMS_FILE
from tests.sharing.policies import POLICY, the_claims, the_policy

CLAIMS = the_claims()
RESULTS = {result.id: result for result in prove(the_policy(), CLAIMS).properties}
COURT_ORDER = {"gateway": ["court_order"]}
WRITTEN: list[dict[str, Any]] = tomllib.loads(CLAIMS_FILE.read_text("utf-8"))["claim"]
PROMISED = {
    "doubt-never-to-immigration-enforcement",
    "third-party-claim-never-to-immigration-enforcement",
    "self-disclosed-never-to-immigration-enforcement",
    "documents-never-to-immigration-enforcement",
    "status-offence-never-to-immigration-enforcement",
    "unknown-status-never-to-immigration-enforcement",
}
# A sentence is read by somebody who is afraid, and perhaps to somebody who cannot read.
MOST_WORDS = 39


def shared_in(box: Box) -> bool:
    """Whether the model shares anything there."""
    return any(intersect(box, other) for other in regions(the_policy()).shared)


@pytest.mark.parametrize("result", RESULTS.values(), ids=lambda result: result.id)
def test_each_claim_holds(result: Property) -> None:
    assert result.holds, result.counterexample


def test_every_claim_is_proved_by_the_command_that_anybody_can_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "prove", str(POLICY), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [result["id"] for result in answer["properties"]] == [claim.id for claim in CLAIMS]
    assert all(result["holds"] for result in answer["properties"])


def test_the_model_may_not_be_adopted_while_any_claim_fails() -> None:
    assert list(the_policy().requires) == [claim.id for claim in CLAIMS]


def test_each_belief_about_status_has_a_claim_of_its_own() -> None:
    found = {}
    for claim in CLAIMS:
        boxes = [box for part in claim.parts for box in part.boxes]
        bases = {v for box in boxes for v in published().conditions(box).get("status_basis", ())}
        if len(bases) == 1 and claim.id in PROMISED:
            found[claim.id] = bases.pop()
    assert found.keys() == PROMISED
    everything = {value.id for value in published().attribute("status_basis").values}
    assert {*found.values()} == everything - {"evidence_of_other_offence"}


def test_one_claim_is_the_promise_in_a_sentence_and_four_are_read_before_the_first_question() -> None:
    layers = [claim.layer for claim in CLAIMS]
    assert layers[0] is Layer.SENTENCE
    assert layers.count(Layer.SENTENCE) == 1
    assert layers.count(Layer.SHORT) == 4


def test_every_form_of_claim_is_used() -> None:
    assert {part.form for claim in CLAIMS for part in claim.parts} == {*Form}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_each_claim_is_said_in_few_plain_words_that_promise_no_impossibility(claim: Claim) -> None:
    said = claim.says["en"]
    assert not re.search(r"cannot|impossible|guarantee", said)
    assert all(len(sentence.split()) <= MOST_WORDS for sentence in re.split(r"(?<=[.?!]) ", said))
    assert said.endswith(".")


@pytest.mark.parametrize("claim", WRITTEN, ids=lambda claim: claim["id"])
def test_a_claim_that_leaves_out_the_courts_says_so(claim: dict[str, Any]) -> None:
    cut = [part["except"] for part in claim["part"] if "except" in part]
    met = [condition for part in claim["part"] for condition in part.get("conditions", ())]
    if COURT_ORDER in (*cut, *met):
        assert re.search(r"\b[Cc]ourt orders\b", claim["says"]["en"])


@pytest.mark.parametrize("claim", [claim for claim in WRITTEN if "easy" in claim], ids=lambda claim: claim["id"])
def test_easy_words_leave_out_neither_the_courts_nor_whom_they_are_about(claim: dict[str, Any]) -> None:
    says, easy = claim["says"]["en"], claim["easy"]["en"]
    assert ("court orders" in easy) == ("court orders" in says)
    assert ("Home Office (immigration) enforcement" in easy) == ("Home Office (immigration) enforcement" in says)
    assert not re.search(r"cannot|impossible|guarantee|never|promise", easy)


def test_every_claim_about_a_home_office_body_that_leaves_out_the_courts_leaves_out_a_way_that_is_open() -> None:
    place = published().positions["gateway"]
    court = published().box(COURT_ORDER)[place]
    for written, claim in zip(WRITTEN, CLAIMS, strict=True):
        parts = zip(written["part"], claim.parts, strict=True)
        for part in (part for table, part in parts if table.get("except") == COURT_ORDER):
            ordered = [(*box[:place], court, *box[place + 1 :]) for box in part.boxes]
            assert any(shared_in(box) for box in ordered), claim.id


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_no_part_speaks_of_nothing(claim: Claim) -> None:
    for part in claim.parts:
        assert part.boxes
        shared = any(shared_in(box) for box in part.boxes)
        assert shared or part.form in {Form.NEVER, Form.ONLY_WHEN} or part.on == "refused"
        for condition in part.conditions if shared else ():
            assert any(shared_in(both) for box in part.boxes if (both := intersect(box, condition)))
