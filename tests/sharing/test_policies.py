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
from safetoshare.core.errors import RefusedError, SettingError
from safetoshare.core.policy.claims import Layer
from safetoshare.core.policy.decide import Permitted, Refused, decide
from safetoshare.core.policy.requests import Request, parse_request
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.sharing import demonstration
from safetoshare.sharing.api.adoption import Done
from safetoshare.sharing.api.policies import (
    InForce,
    Lacking,
    NoPromise,
    briefing,
    file_of_version,
    policy_in_force,
    policy_on,
    promise_shown,
    versions,
)
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, ProofResult, Signature
from safetoshare.sharing.services.versions import Unsound, load_version
from tests.sharing.policies import (
    AUTHOR,
    CLAIMS,
    POLICY,
    TODAY,
    adopt,
    file_that_tells_on_doubt,
    loaded,
    now_of,
    the_claims,
    the_policy,
)
from tests.sharing.test_model_firewall import SUPPORT
from tests.sharing.versions import A_CLAIM, claims_of, version_of

FIRST_DAY = date(2026, 2, 1)


def request(**changes: object) -> Request:
    return parse_request({**SUPPORT, **changes}, published())


def write_past_the_services(**columns: object) -> None:
    with unit_of_work(write=True):
        PolicyVersion.objects.update(**columns)


def adopted(**changed: object) -> InForce:
    """A small version in force since the first day."""
    assert adopt(loaded(version_of(), claims_of()).version_id, FIRST_DAY, **changed) == Done()
    found = policy_in_force(TODAY)
    assert isinstance(found, InForce)
    return found


def test_without_an_adoption_nothing_is_promised(db: None) -> None:
    loaded(version_of(), claims_of())
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)
    assert policy_on(TODAY) is None
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
    with unit_of_work():
        before = [table.objects.count() for table in (PolicyVersion, Adoption, ProofResult, Signature)]
    demonstration.load()
    with unit_of_work():
        assert [table.objects.count() for table in (PolicyVersion, Adoption, ProofResult, Signature)] == before
        assert not Adoption.objects.filter(is_demonstration=False).exists()
        assert Adoption.objects.count() == 1


def test_the_demonstration_loads_every_version_of_the_folder_and_adopts_the_model_alone(in_force: InForce) -> None:
    found = versions()
    files = {path.name for path in POLICY.parent.glob("*.toml") if b"\n[[rule]]" in path.read_bytes()}
    assert {version.document for version in found} == files
    assert [version.document for version in found if version.adopted_on] == [POLICY.name]


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


def test_before_the_day_of_effect_nothing_is_in_force(db: None) -> None:
    adopted(in_effect_on=date(2026, 3, 1))
    assert policy_in_force(date(2026, 2, 28)) == NoPromise(Lacking.ADOPTION)
    found = policy_in_force(date(2026, 3, 1))
    assert isinstance(found, InForce)
    assert (found.adopted_on, found.in_effect_on) == (FIRST_DAY, date(2026, 3, 1))
    assert policy_on(date(2026, 3, 1)) is found.policy


def test_a_lapsed_review_shows_from_the_day_after(db: None) -> None:
    in_force = adopted()
    on_the_day, after = policy_in_force(in_force.review_on), policy_in_force(in_force.review_on + timedelta(days=1))
    assert isinstance(on_the_day, InForce)
    assert isinstance(after, InForce)
    assert (on_the_day.review_lapsed, after.review_lapsed) == (False, True)


def test_a_version_promises_exactly_the_claims_that_hold(db: None) -> None:
    claims = claims_of("never-on-doubt", "never-at-all")
    assert adopt(loaded(version_of(refuses=("doubt",)), claims).version_id, FIRST_DAY) == Done()
    found = policy_in_force(TODAY)
    assert isinstance(found, InForce)
    assert [claim.id for claim in found.claims] == ["never-on-doubt"]
    results = {result.claim.id: result for result in versions()[0].results}
    assert results["never-at-all"].violations > 0
    assert results["never-at-all"].counterexample
    assert not results["never-at-all"].holds


def test_changed_bytes_promise_nothing(db: None) -> None:
    adopted()
    write_past_the_services(content=version_of() + b" ")
    assert policy_in_force(TODAY) == NoPromise(Lacking.PROOF)


def test_changed_claims_promise_nothing(db: None) -> None:
    adopted()
    write_past_the_services(claims_content=claims_of() + b" ")
    assert policy_in_force(TODAY) == NoPromise(Lacking.PROOF)


def test_changed_bytes_with_a_hash_of_their_own_promise_nothing_for_nobody_signed_them(db: None) -> None:
    adopted()
    other = loaded(version_of(refuses=()), claims_of())
    with unit_of_work(write=True):
        ProofResult.objects.filter(version=other.version_id).update(holds=True, violations=0, counterexample="")
        Adoption.objects.update(version=other.version_id)
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)


def test_a_required_result_that_is_missing_or_failed_promises_nothing(db: None) -> None:
    adopted()
    with unit_of_work(write=True):
        ProofResult.objects.filter(claim=A_CLAIM).update(holds=False)
    assert policy_in_force(TODAY) == NoPromise(Lacking.CLAIM, (A_CLAIM,))
    with unit_of_work(write=True):
        ProofResult.objects.filter(claim=A_CLAIM).delete()
    assert policy_in_force(TODAY) == NoPromise(Lacking.PROOF)


def test_outside_the_demonstration_its_adoption_is_none(db: None, settings: Settings) -> None:
    adopted()
    settings.IS_DEMONSTRATION = False
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)
    assert versions()[0].adopted_on is None
    with pytest.raises(RefusedError, match="in the demonstration only"):
        demonstration.load()


def test_the_same_rules_with_other_claims_are_refused(db: None) -> None:
    loaded(version_of(), claims_of())
    outcome = load_version(version_of(), "a.toml", claims_of() + b"\n", by=AUTHOR)
    assert isinstance(outcome, Unsound)
    assert "other claims" in outcome.problems[0]


def test_rules_that_nobody_may_decide_by_are_not_loaded(db: None) -> None:
    content = POLICY.read_bytes() + (
        b'\n[[rule]]\nid = "H9"\neffect = "human"\nby = ["detective"]\nwhen = { recipient = ["marac"] }\n'
        b'says = "x"\ncites = ["x [own]"]\n'
    )
    outcome = load_version(content, "a.toml", CLAIMS.read_bytes(), by=AUTHOR)
    assert isinstance(outcome, Unsound)
    assert "H9" in outcome.problems[0]
    assert versions() == ()


@pytest.mark.parametrize(("content", "problem"), [(b"\xff\xfe", "not UTF-8"), (b'id = "x"', "title")])
def test_a_file_that_cannot_be_read_stores_nothing_and_says_what_to_do(db: None, content: bytes, problem: str) -> None:
    outcome = load_version(content, "a.toml", claims_of(), by=AUTHOR)
    assert isinstance(outcome, Unsound)
    assert problem in "\n".join(outcome.problems)
    assert all(line.startswith("a.toml:") for line in outcome.problems)
    assert versions() == ()


def test_the_demonstration_says_which_file_is_unsound(db: None, tmp_path: Path, settings: Settings) -> None:
    shutil.copytree(POLICY.parent, tmp_path / "policy")
    (tmp_path / "policy" / POLICY.name).write_bytes(b'id = "x"\n[[rule]]\nid = "N1"\n')
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    with pytest.raises(SettingError, match=r"model-firewall\.toml:"):
        demonstration.load()


def test_the_demonstration_says_that_its_model_lacks_what_it_requires(
    db: None, tmp_path: Path, settings: Settings
) -> None:
    shutil.copytree(POLICY.parent, tmp_path / "policy")
    (tmp_path / "policy" / POLICY.name).write_bytes(file_that_tells_on_doubt())
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    with pytest.raises(SettingError, match="doubt-never-to-immigration-enforcement"):
        demonstration.load()


def test_the_table_refuses_an_adoption_without_a_later_review(db: None) -> None:
    adopted()
    with pytest.raises(IntegrityError, match="adoption_is_reviewed_later"), unit_of_work(write=True):
        Adoption.objects.update(review_on=FIRST_DAY)


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
    assert "link_to_third_party" in first.actions


def test_the_short_promise_is_the_early_claims_that_hold_the_one_sentence_first(db: None) -> None:
    claims = claims_of("never-on-doubt", "never-at-all", "never-the-address", layers=("full", "short", "sentence"))
    assert adopt(loaded(version_of(refuses=("doubt",)), claims).version_id, FIRST_DAY) == Done()
    shown, in_force = promise_shown(TODAY), policy_in_force(TODAY)
    assert isinstance(in_force, InForce)
    assert [claim.id for claim in shown.claims] == ["never-the-address"]
    assert (shown.version_id, shown.sha256, shown.is_demonstration) == (in_force.version_id, in_force.sha256, True)
    assert shown.coming is None


def test_the_demonstrations_short_promise_begins_with_its_one_sentence(in_force: InForce) -> None:
    layers = [claim.layer for claim in promise_shown(TODAY).claims]
    assert layers == [Layer.SENTENCE, *[Layer.SHORT] * (len(layers) - 1)]
    assert len(layers) > 1


def test_a_versions_file_comes_back_byte_for_byte(in_force: InForce) -> None:
    assert file_of_version(in_force.version_id) == (POLICY.name, POLICY.read_bytes())
    assert file_of_version(uuid4()) is None


def test_what_the_model_requires_holds(in_force: InForce) -> None:
    assert now_of(in_force.version_id).failing == ()
