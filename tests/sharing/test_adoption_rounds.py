"""A signature counts once: for taking the place of one adoption, and for none before or after."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest

from safetoshare.base import clock
from safetoshare.core.policy.differ import Difference, differ
from safetoshare.core.policy.rules import Policy
from safetoshare.sharing.api.adoption import Done, NotDone, Reason, VersionState, adopt_version, withdraw_signature
from safetoshare.sharing.api.policies import InForce, NoPromise, policy_in_force, policy_on
from tests.sharing.adopting import FIRST_DAY, STRICTER, in_force
from tests.sharing.policies import CHIEF, SIGNERS, TODAY, adopt, details, loaded, now_of, sign
from tests.sharing.versions import A_CLAIM, claims_of, version_of

pytestmark = pytest.mark.django_db


@contextmanager
def at(day: date) -> Iterator[None]:
    with clock.clock_at(datetime(day.year, day.month, day.day, 12, tzinfo=clock.LONDON)):
        yield


def name_on(day: date) -> str:
    found = policy_on(day)
    assert isinstance(found, Policy)
    return found.id


@pytest.fixture
def there_and_back() -> tuple[UUID, date]:
    """A stricter version was adopted, then the first one again; the stricter one, and the day after all that."""
    with at(TODAY):
        first = in_force()
        stricter = loaded(STRICTER, claims_of()).version_id
        assert adopt(stricter, TODAY) == Done()
        for signer in SIGNERS:
            assert sign(first, signer) == Done()
        back_on = now_of(first).earliest
        assert adopt_version(first, details(TODAY, in_effect_on=back_on), by=CHIEF) == Done()
    return stricter, back_on + timedelta(days=1)


def test_old_signatures_put_no_version_back_in_force(there_and_back: tuple[UUID, date]) -> None:
    stricter, later = there_and_back
    with at(later):
        assert now_of(stricter, later).signatures == ()
        assert adopt_version(stricter, details(later), by=CHIEF) == NotDone((Reason.UNSIGNED,), later)
        assert adopt(stricter, later) == Done()


def test_nobody_takes_back_a_signature_on_which_an_adoption_of_the_past_rests(
    there_and_back: tuple[UUID, date],
) -> None:
    stricter, later = there_and_back
    before = [name_on(TODAY), name_on(later)]
    with at(later):
        assert withdraw_signature(stricter, by=SIGNERS[0]) == NotDone((Reason.NOT_SIGNED,))
        assert sign(stricter, SIGNERS[0]) == Done()
        assert withdraw_signature(stricter, by=SIGNERS[0]) == Done()
    assert [name_on(TODAY), name_on(later)] == before == ["stricter", "small"]


def test_signing_anew_what_had_ceased_to_count_puts_nothing_in_force_without_an_adoption() -> None:
    with at(TODAY):
        first = in_force()

    def otherwise(old: Policy | None, new: Policy) -> Difference:
        """As a later release works it out: the same, under another hash."""
        return dataclasses.replace(differ(old, new), sha256="f" * 64)

    later = TODAY + timedelta(days=5)
    with (
        patch("safetoshare.sharing.selectors.adoptions.difference_between", otherwise),
        at(later),
    ):
        assert isinstance(policy_in_force(later), NoPromise)
        for signer in SIGNERS:
            assert sign(first, signer) == Done()
        assert now_of(first, later).state is VersionState.SIGNED
        assert isinstance(policy_in_force(later), NoPromise)
        assert adopt_version(first, details(later), by=CHIEF) == Done()
        assert isinstance(policy_in_force(later), InForce)


def test_a_promise_that_leaves_the_claims_is_lost_though_the_rules_are_the_same() -> None:
    with at(TODAY):
        assert adopt(loaded(version_of("one"), claims_of(A_CLAIM, "never-the-nhs")).version_id, FIRST_DAY) == Done()
        kept = loaded(version_of("two"), claims_of(A_CLAIM)).version_id
        found = now_of(kept)
        assert found.difference is not None
        assert found.difference.is_empty
        assert not found.is_worse
    with at(TODAY):
        assert adopt(loaded(version_of("three"), claims_of()).version_id, TODAY) == Done()
        dropped = now_of(loaded(version_of("four"), claims_of(A_CLAIM)).version_id)
    assert [claim.id for claim in dropped.lost] == ["never-documented"]
    assert dropped.is_worse
    assert dropped.earliest == TODAY + timedelta(days=28)


def test_whoever_signs_is_shown_each_sentence_that_is_new_or_says_something_else() -> None:
    with at(TODAY):
        assert adopt(loaded(version_of("one"), claims_of()).version_id, FIRST_DAY) == Done()
        same = now_of(loaded(version_of("two"), claims_of()).version_id)
        more = now_of(
            loaded(version_of("three"), claims_of(A_CLAIM, "never-documented", "never-the-address")).version_id
        )
        other = claims_of().replace(b"We keep to never-documented.", b"No court can make us.")
        reworded = now_of(loaded(version_of("four"), other).version_id)
    assert same.gained == ()
    assert [claim.id for claim in more.gained] == ["never-the-address"]
    assert [claim.says["en"] for claim in reworded.gained] == ["No court can make us."]
