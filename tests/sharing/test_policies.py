"""Loading, adopting and reading versions of the policy: nothing is promised that is not adopted and proved."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError
from pytest_django.fixtures import Settings

from safetoshare.base import clock
from safetoshare.base.database import unit_of_work
from safetoshare.core.errors import BadInputError, PolicyError, RefusedError, SettingError
from safetoshare.core.policy.decide import Permitted, Refused, decide
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing import demonstration
from safetoshare.sharing.api.policies import (
    SHORT_PROMISE,
    InForce,
    Lacking,
    NoPromise,
    briefing,
    file_of_version,
    policy_in_force,
    promise_shown,
    versions,
)
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult
from safetoshare.sharing.services.policies import Loaded, Unsound, load_version, record_adoption
from tests.sharing.policies import CLAIMS, POLICY, TODAY, file_that_tells_on_doubt, the_claims, the_policy
from tests.sharing.test_model_firewall import SUPPORT


def request(**changes: object) -> Request:
    return parse_request({**SUPPORT, **changes}, published())


def loaded(content: bytes = POLICY.read_bytes()) -> Loaded:
    version = load_version(content, "a.toml", CLAIMS.read_bytes())
    assert isinstance(version, Loaded)
    return version


def adopt(version: Loaded, on: date = date(2026, 2, 1), *, is_demonstration: bool = True) -> None:
    record_adoption(
        version.version_id,
        body="A body",
        officer_role="A rank",
        adopted_on=on,
        document="A document",
        review_on=on + timedelta(days=365),
        is_demonstration=is_demonstration,
    )


def write_past_the_services(**columns: object) -> None:
    with unit_of_work(write=True):
        PolicyVersion.objects.update(**columns)


def test_without_an_adoption_nothing_is_promised(db: None) -> None:
    loaded()
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)
    assert briefing(TODAY) is None
    assert promise_shown(TODAY).sentences == ()
    assert promise_shown(TODAY).version_id is None


def test_an_adopted_and_proved_version_is_in_force_and_decides(in_force: InForce) -> None:
    assert in_force.policy.id == "model-firewall"
    assert in_force.sha256 == the_policy().sha256
    assert [claim.id for claim in in_force.claims] == [claim.id for claim in the_claims()]
    assert in_force.is_demonstration
    assert not in_force.review_lapsed
    assert {type(answer) for answer in decide(in_force.policy, request()).values()} == {Permitted}
    told = decide(in_force.policy, request(recipient="immigration_enforcement"))
    assert {type(answer) for answer in told.values()} == {Refused}


def test_loading_the_demonstration_twice_changes_nothing(in_force: InForce) -> None:
    demonstration.load()
    with unit_of_work():
        assert (PolicyVersion.objects.count(), Adoption.objects.count()) == (1, 1)
        assert ProofResult.objects.count() == len(the_claims())
        assert not Adoption.objects.filter(is_demonstration=False).exists()


def test_the_demonstration_is_due_for_review_a_year_after_it_is_loaded(db: None) -> None:
    late = datetime(2028, 3, 1, 12, tzinfo=clock.LONDON)
    with clock.clock_at(late):
        demonstration.load()
    found = policy_in_force(late.date())
    assert isinstance(found, InForce)
    assert not found.review_lapsed
    assert found.review_on == late.date() + timedelta(days=365)


@pytest.mark.parametrize("text", ["", "body = ", 'body = "A body"', "adopted_on = 2026-01-01\n", "\xff", None])
def test_an_adoption_that_cannot_be_read_is_named(
    db: None, tmp_path: Path, settings: Settings, text: str | None
) -> None:
    shutil.copytree(POLICY.parent, tmp_path / "policy")
    (tmp_path / "policy" / "adoption.toml").unlink()
    if text is not None:
        (tmp_path / "policy" / "adoption.toml").write_text(text, "latin-1")
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    with pytest.raises(SettingError, match=r"adoption\.toml"):
        demonstration.load()
    assert not Adoption.objects.exists()


def test_before_the_day_of_adoption_nothing_is_in_force(in_force: InForce) -> None:
    assert policy_in_force(in_force.adopted_on - timedelta(days=1)) == NoPromise(Lacking.ADOPTION)
    assert isinstance(policy_in_force(in_force.adopted_on), InForce)


def test_a_version_that_was_adopted_early_is_in_force_from_its_own_day(db: None) -> None:
    adopt(loaded(), on=date(2025, 12, 1))
    assert policy_in_force(date(2025, 12, 31)) == NoPromise(Lacking.ADOPTION)
    assert isinstance(policy_in_force(date(2026, 1, 1)), InForce)


def test_the_version_adopted_last_is_in_force(db: None) -> None:
    older, newer = loaded(), loaded(POLICY.read_bytes() + b"# a newer version\n")
    adopt(older, on=date(2026, 2, 1))
    adopt(newer, on=date(2026, 3, 1))
    before, after = policy_in_force(date(2026, 2, 28)), policy_in_force(date(2026, 3, 1))
    assert isinstance(before, InForce)
    assert isinstance(after, InForce)
    assert (before.version_id, after.version_id) == (older.version_id, newer.version_id)


def test_a_lapsed_review_shows_from_the_day_after(in_force: InForce) -> None:
    on_the_day, after = policy_in_force(in_force.review_on), policy_in_force(in_force.review_on + timedelta(days=1))
    assert isinstance(on_the_day, InForce)
    assert isinstance(after, InForce)
    assert (on_the_day.review_lapsed, after.review_lapsed) == (False, True)


def test_a_version_of_which_a_claim_fails_is_kept_with_its_counterexample_and_cannot_be_adopted(db: None) -> None:
    version = loaded(file_that_tells_on_doubt())
    assert not version.holds
    with pytest.raises(RefusedError, match="every claim"):
        adopt(version)
    first = versions()[0].results[0]
    assert not first.holds
    assert first.violations > 0
    assert "N1" in first.counterexample


def test_no_version_without_a_proof_can_be_adopted(db: None) -> None:
    with pytest.raises(RefusedError):
        adopt(Loaded(uuid4(), "", holds=True))


def test_changed_bytes_promise_nothing(in_force: InForce) -> None:
    write_past_the_services(content=file_that_tells_on_doubt())
    assert policy_in_force(TODAY) == NoPromise(Lacking.PROOF)


def test_changed_bytes_with_a_hash_of_their_own_promise_nothing_for_they_are_proved_anew(in_force: InForce) -> None:
    changed = loaded(file_that_tells_on_doubt())
    with unit_of_work(write=True):
        ProofResult.objects.filter(version=changed.version_id).update(holds=True, violations=0, counterexample="")
    adopt(changed)
    found = policy_in_force(TODAY)
    assert isinstance(found, NoPromise)
    assert (found.lacking, found.failing[0]) == (Lacking.CLAIM, "doubt-never-to-immigration-enforcement")


def test_a_result_that_is_missing_or_failed_promises_nothing(in_force: InForce) -> None:
    with unit_of_work(write=True):
        ProofResult.objects.filter(claim="consent-means-yes").update(holds=False)
    assert policy_in_force(TODAY) == NoPromise(Lacking.CLAIM, ("consent-means-yes",))
    with unit_of_work(write=True):
        ProofResult.objects.filter(claim="consent-means-yes").delete()
    assert policy_in_force(TODAY) == NoPromise(Lacking.PROOF)


def test_outside_the_demonstration_its_adoption_is_none(in_force: InForce, settings: Settings) -> None:
    settings.IS_DEMONSTRATION = False
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)
    assert versions()[0].adopted_on is None
    with pytest.raises(RefusedError, match="in the demonstration only"):
        demonstration.load()


def test_the_same_rules_with_other_claims_are_refused(in_force: InForce) -> None:
    fewer = CLAIMS.read_bytes().replace(b'form = "never"', b'form = "never" ', 1)
    with pytest.raises(RefusedError, match="other claims"):
        load_version(POLICY.read_bytes(), POLICY.name, fewer)


def test_rules_that_nobody_may_decide_by_are_not_loaded(db: None) -> None:
    content = POLICY.read_bytes() + (
        b'\n[[rule]]\nid = "H9"\neffect = "human"\nby = ["detective"]\nwhen = { recipient = ["marac"] }\n'
        b'says = "x"\ncites = ["x [own]"]\n'
    )
    outcome = load_version(content, "a.toml", CLAIMS.read_bytes())
    assert isinstance(outcome, Unsound)
    assert "H9" in outcome.problems[0]
    assert versions() == ()


@pytest.mark.parametrize(("content", "error"), [(b"\xff\xfe", BadInputError), (b'id = "x"', PolicyError)])
def test_a_file_that_cannot_be_read_stores_nothing(db: None, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        load_version(content, "a.toml", CLAIMS.read_bytes())
    assert versions() == ()


def test_the_demonstration_says_which_file_is_unsound(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demonstration, "load_version", lambda *_files: Unsound(("line 1",)))
    with pytest.raises(SettingError, match=r"model-firewall\.toml: line 1"):
        demonstration.load()


def test_an_adoption_without_a_later_review_is_refused_by_the_table(db: None) -> None:
    version = loaded()
    with pytest.raises(IntegrityError, match="adoption_is_reviewed_later"):
        record_adoption(version.version_id, body="b", officer_role="r", adopted_on=TODAY, document="d", review_on=TODAY)


def test_the_briefing_holds_every_rule_never_first_with_its_sources(in_force: InForce) -> None:
    found = briefing(TODAY)
    assert found is not None
    assert (found.version_id, found.sha256, found.is_demonstration) == (in_force.version_id, in_force.sha256, True)
    assert {rule.id for rule in found.rules} == {rule.id for rule in the_policy().rules}
    effects = [rule.effect for rule in found.rules]
    assert effects == sorted(effects, key=["never", "human", "may"].index)
    assert all(rule.text and rule.citations for rule in found.rules)
    first = found.rules[0]
    assert first.is_never
    assert first.actions == ("link_to_third_party", "offer_independent_adviser")
    assert first.recipients == ("immigration_enforcement",)


def test_the_short_promise_is_claims_that_are_proved_and_names_its_version(in_force: InForce) -> None:
    shown = promise_shown(TODAY)
    assert tuple(claim.id for claim in shown.claims) == SHORT_PROMISE
    assert all(claim in in_force.claims for claim in shown.claims)
    assert (shown.version_id, shown.sha256, shown.is_demonstration) == (in_force.version_id, in_force.sha256, True)


def test_a_versions_file_comes_back_byte_for_byte(in_force: InForce) -> None:
    assert file_of_version(in_force.version_id) == (POLICY.name, POLICY.read_bytes())
    assert file_of_version(uuid4()) is None
