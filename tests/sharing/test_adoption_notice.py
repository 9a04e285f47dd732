"""People who were shown more are told before less is promised (Recs 1 and 4(e))."""

from __future__ import annotations

from datetime import timedelta

import pytest

from safetoshare.base.database import unit_of_work
from safetoshare.core.policy.rules import Policy
from safetoshare.sharing.api.adoption import (
    Done,
    NotDone,
    Reason,
    VersionState,
)
from safetoshare.sharing.api.policies import (
    InForce,
    change_since,
    coming,
    policy_in_force,
    policy_on,
    promise_shown,
)
from safetoshare.sharing.models.policies import PolicyVersion
from tests.sharing.adopting import FIRST_DAY, NOTICE, STRICTER, WORSE, in_force, noon
from tests.sharing.policies import (
    TODAY,
    adopt,
    loaded,
    now_of,
)
from tests.sharing.versions import claims_of, version_of

__all__ = ["noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_worse_version_takes_effect_after_the_notice_and_not_a_day_before() -> None:
    in_force()
    worse = loaded(WORSE, claims_of()).version_id
    found = now_of(worse)
    assert found.is_worse
    assert [claim.id for claim in found.lost] == ["never-documented"]
    early = adopt(worse, TODAY, in_effect_on=TODAY + NOTICE - timedelta(days=1))
    assert early == NotDone((Reason.EFFECT_TOO_EARLY,), TODAY + NOTICE)
    assert adopt(worse, TODAY, in_effect_on=TODAY + NOTICE) == Done()
    assert now_of(worse).state is VersionState.COMING


def test_the_notice_runs_from_the_day_of_recording_whatever_day_of_adoption_is_written() -> None:
    in_force()
    worse = loaded(WORSE, claims_of()).version_id
    assert adopt(worse, TODAY - NOTICE, in_effect_on=TODAY) == NotDone((Reason.EFFECT_TOO_EARLY,), TODAY + NOTICE)


def test_a_version_that_tells_the_home_office_more_is_worse_though_every_claim_is_kept() -> None:
    in_force()
    version = loaded(version_of("more", tells=("home_office_other",)), claims_of()).version_id
    found = now_of(version)
    assert (found.lost, found.is_worse) == ((), True)
    assert found.signed is not None
    assert found.signed.home_office_sha256
    assert found.earliest == TODAY + NOTICE


def test_a_version_that_helps_more_is_not_worse_and_applies_at_once() -> None:
    in_force()
    version = loaded(version_of("help", tells=("specialist_service",)), claims_of()).version_id
    assert not now_of(version).is_worse
    assert adopt(version, TODAY) == Done()
    assert isinstance(policy_in_force(TODAY), InForce)


def test_the_past_is_not_written_anew() -> None:
    in_force()
    version = loaded(STRICTER, claims_of()).version_id
    late = adopt(version, TODAY - timedelta(days=2), in_effect_on=TODAY - timedelta(days=1))
    assert late == NotDone((Reason.EFFECT_TOO_EARLY,), TODAY)


def test_a_claim_of_the_same_name_that_says_less_does_not_hide_a_loss() -> None:
    in_force()
    weaker = claims_of().replace(b'status_basis = ["documented"]', b'status_basis = ["none"]')
    version = loaded(WORSE, weaker).version_id
    assert [claim.id for claim in now_of(version).lost] == ["never-documented"]


def test_what_comes_is_said_before_and_what_was_shown_is_known_afterwards() -> None:
    before = in_force()
    assert (coming(TODAY), change_since(FIRST_DAY, TODAY)) == (None, None)
    worse = loaded(WORSE, claims_of()).version_id
    day = TODAY + NOTICE
    assert adopt(worse, TODAY, in_effect_on=day) == Done()
    after = coming(TODAY)
    assert after is not None
    assert (after.version_id, after.in_effect_on, after.is_worse) == (worse, day, True)
    assert [claim.id for claim in after.lost] == ["never-documented"]
    assert after.difference.home_office_sha256
    assert promise_shown(TODAY).coming is not None
    change = change_since(FIRST_DAY, TODAY)
    assert change is not None
    assert ([claim.id for claim in change.lost], change.in_effect_on) == (["never-documented"], day)
    assert change_since(FIRST_DAY, day) == change
    assert change_since(day, day) is None
    assert coming(day) is None
    last, first = policy_on(day - timedelta(days=1)), policy_on(day)
    assert isinstance(last, Policy)
    assert isinstance(first, Policy)
    assert (last.id, first.id) == ("small", "worse")
    assert now_of(before, day).state is VersionState.SUPERSEDED


def test_what_comes_and_is_no_worse_is_no_part_of_the_promise_shown() -> None:
    in_force()
    version = loaded(STRICTER, claims_of()).version_id
    assert adopt(version, TODAY, in_effect_on=TODAY + timedelta(days=1)) == Done()
    after = coming(TODAY)
    assert after is not None
    assert (after.is_worse, after.lost) == (False, ())
    assert promise_shown(TODAY).coming is None
    assert change_since(FIRST_DAY, TODAY) is None


def test_who_was_shown_nothing_is_told_of_no_change() -> None:
    assert change_since(FIRST_DAY, TODAY) is None


def test_who_was_shown_a_promise_that_can_no_longer_be_kept_is_told_all_of_it() -> None:
    in_force()
    version = loaded(STRICTER, claims_of()).version_id
    assert adopt(version, TODAY) == Done()
    with unit_of_work(write=True):
        PolicyVersion.objects.filter(id=version).update(content=b"")
    change = change_since(FIRST_DAY, TODAY)
    assert change is not None
    assert len(change.lost) == 2
