"""The two locks: nothing comes into force that is not proved and signed by two others (Rec 4(a))."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from safetoshare.base.database import unit_of_work
from safetoshare.base.permissions import Role
from safetoshare.core.errors import NotPermittedError, SettingError
from safetoshare.sharing.api.adoption import (
    Done,
    NotDone,
    Reason,
    VersionState,
    adopt_version,
    candidates,
    propose_version,
    sign_version,
    withdraw_signature,
)
from safetoshare.sharing.api.policies import (
    InForce,
    Lacking,
    NoPromise,
    policy_in_force,
)
from safetoshare.sharing.models.policies import Adoption, PolicyVersion, Signature
from safetoshare.sharing.selectors.activation import activation_of
from safetoshare.sharing.services.versions import load_version
from tests.sharing.adopting import FIRST_DAY, STRICTER, in_force, noon, small
from tests.sharing.policies import (
    AUTHOR,
    CHIEF,
    SIGNERS,
    TODAY,
    Officer,
    adopt,
    details,
    loaded,
    now_of,
    sign,
)
from tests.sharing.versions import A_CLAIM, claims_of, version_of

__all__ = ["noon"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_a_version_passes_from_loaded_to_signed_to_in_force_and_is_superseded() -> None:
    first = small()
    assert now_of(first).state is VersionState.LOADED
    assert sign(first, SIGNERS[0]) == Done()
    assert now_of(first).state is VersionState.ONE_SIGNATURE
    assert sign(first, SIGNERS[1]) == Done()
    assert now_of(first).state is VersionState.SIGNED
    assert adopt_version(first, details(FIRST_DAY), by=CHIEF) == Done()
    assert now_of(first).state is VersionState.IN_FORCE
    second = loaded(STRICTER, claims_of()).version_id
    assert adopt(second, TODAY) == Done()
    assert (now_of(first).state, now_of(second).state) == (VersionState.SUPERSEDED, VersionState.IN_FORCE)
    assert [one.id for one in candidates(TODAY)] == [first, second]


def test_a_version_whose_required_claim_fails_is_signed_by_nobody_and_adopted_by_nobody() -> None:
    version = loaded(version_of(refuses=()), claims_of())
    assert version.unmet == (A_CLAIM,)
    found = now_of(version.version_id)
    assert (found.state, found.failing) == (VersionState.LACKS, (A_CLAIM,))
    assert sign(version.version_id, SIGNERS[0]) == NotDone((Reason.LACKS_CLAIM,))
    assert adopt_version(version.version_id, details(FIRST_DAY), by=CHIEF) == NotDone((Reason.LACKS_CLAIM,))


def test_a_version_that_requires_a_claim_that_nobody_wrote_lacks_it() -> None:
    version = loaded(version_of(requires=("no-such-claim",)), claims_of()).version_id
    assert now_of(version).failing == ("no-such-claim",)
    assert sign(version, SIGNERS[0]) == NotDone((Reason.LACKS_CLAIM,))


def test_a_version_of_which_no_claim_holds_is_not_signed_though_it_requires_none() -> None:
    version = loaded(version_of(refuses=(), requires=()), claims_of()).version_id
    assert now_of(version).state is VersionState.LACKS


@pytest.mark.parametrize("signers", [(), SIGNERS[:1], (SIGNERS[0], SIGNERS[0])])
def test_fewer_than_two_people_are_not_enough(signers: tuple[Officer, ...]) -> None:
    version = small()
    for signer in signers:
        assert sign(version, signer) == Done()
    assert adopt_version(version, details(FIRST_DAY), by=CHIEF) == NotDone((Reason.UNSIGNED,), FIRST_DAY)
    assert policy_in_force(TODAY) == NoPromise(Lacking.ADOPTION)


def test_whoever_loaded_a_version_does_not_sign_it_in_another_role_either() -> None:
    version = small()
    promoted = replace(AUTHOR, role=Role.POLICY_SIGNER)
    assert sign(version, promoted) == NotDone((Reason.LOADED_IT,))
    assert sign(version, SIGNERS[0]) == Done()
    with unit_of_work(write=True):
        Signature.objects.update(signer=AUTHOR.id)
    assert now_of(version).signatures == ()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.POLICY_SIGNER, Role.CHIEF_OFFICER}))
def test_no_other_role_signs_or_withdraws(role: Role) -> None:
    version = small()
    with pytest.raises(NotPermittedError):
        sign(version, Officer(uuid4(), role))
    with pytest.raises(NotPermittedError):
        withdraw_signature(version, by=Officer(uuid4(), role))


def test_proposing_and_adopting_are_for_one_role_each() -> None:
    version = small()
    for role in set(Role) - {Role.POLICY_AUTHOR}:
        with pytest.raises(NotPermittedError):
            load_version(version_of("x"), "x.toml", claims_of(), by=Officer(uuid4(), role))
    for role in set(Role) - {Role.CHIEF_OFFICER}:
        with pytest.raises(NotPermittedError):
            adopt_version(version, details(FIRST_DAY), by=Officer(uuid4(), role))


def test_what_was_read_is_what_is_signed() -> None:
    version = small()
    signed = now_of(version).signed
    assert signed is not None
    for difference, home_office, reason in (
        ("0" * 64, signed.home_office_sha256, Reason.CHANGED),
        (signed.difference_sha256, "0" * 64, Reason.CHANGED),
        (signed.difference_sha256, "", Reason.HOME_OFFICE_UNREAD),
    ):
        outcome = sign_version(version, by=SIGNERS[0], difference_sha256=difference, home_office_sha256=home_office)
        assert outcome == NotDone((reason,))
    assert not Signature.objects.exists()


def test_a_version_that_tells_the_home_office_nothing_more_needs_no_second_hash() -> None:
    in_force()
    version = loaded(STRICTER, claims_of()).version_id
    signed = now_of(version).signed
    assert signed is not None
    assert signed.home_office_sha256 == ""
    assert signed.replaces_sha256 == loaded(version_of(), claims_of()).sha256


def test_signing_twice_is_signing_once() -> None:
    version = small()
    assert sign(version, SIGNERS[0]) == sign(version, SIGNERS[0]) == Done()
    assert Signature.objects.count() == 1


def test_a_signature_counts_no_longer_when_another_version_was_adopted_meanwhile() -> None:
    version = loaded(STRICTER, claims_of()).version_id
    for signer in SIGNERS:
        assert sign(version, signer) == Done()
    in_force()
    assert now_of(version).signatures == ()
    assert adopt_version(version, details(TODAY), by=CHIEF) == NotDone((Reason.UNSIGNED,), TODAY)


def test_a_signature_may_be_withdrawn_and_given_again_before_the_adoption() -> None:
    version = small()
    for signer in SIGNERS:
        assert sign(version, signer) == Done()
    assert withdraw_signature(version, by=SIGNERS[0]) == Done()
    assert withdraw_signature(version, by=SIGNERS[0]) == NotDone((Reason.NOT_SIGNED,))
    assert adopt_version(version, details(FIRST_DAY), by=CHIEF) == NotDone((Reason.UNSIGNED,), FIRST_DAY)
    assert sign(version, SIGNERS[0]) == Done()
    assert adopt_version(version, details(FIRST_DAY), by=CHIEF) == Done()


def test_after_the_adoption_no_signature_is_withdrawn() -> None:
    version = in_force()
    assert withdraw_signature(version, by=SIGNERS[0]) == NotDone((Reason.ALREADY_ADOPTED,))
    second = loaded(STRICTER, claims_of()).version_id
    assert adopt(second, TODAY) == Done()
    assert withdraw_signature(version, by=SIGNERS[0]) == NotDone((Reason.NOT_SIGNED,))
    assert isinstance(policy_in_force(FIRST_DAY), InForce)


def test_a_version_is_adopted_once() -> None:
    version = in_force()
    assert adopt_version(version, details(TODAY), by=CHIEF) == NotDone((Reason.ALREADY_ADOPTED,))
    assert sign(version, SIGNERS[0]) == NotDone((Reason.ALREADY_ADOPTED,))
    assert Adoption.objects.count() == 1


def test_every_day_that_cannot_be_is_named_at_once() -> None:
    version = small()
    for signer in SIGNERS:
        assert sign(version, signer) == Done()
    wrong = details(TODAY + timedelta(days=1), in_effect_on=date(2025, 12, 31), review_on=date(2025, 12, 31))
    assert adopt_version(version, wrong, by=CHIEF) == NotDone(
        (
            Reason.ADOPTED_IN_FUTURE,
            Reason.EFFECT_BEFORE_ADOPTION,
            Reason.EFFECT_TOO_EARLY,
            Reason.REVIEW_TOO_EARLY,
        ),
        TODAY + timedelta(days=1),
    )


def test_what_is_unknown_is_neither_signed_nor_withdrawn_nor_adopted() -> None:
    nobody = uuid4()
    unknown = NotDone((Reason.UNKNOWN,))
    assert sign_version(nobody, by=SIGNERS[0], difference_sha256="", home_office_sha256="") == unknown
    assert withdraw_signature(nobody, by=SIGNERS[0]) == unknown
    assert adopt_version(nobody, details(FIRST_DAY), by=CHIEF) == unknown


def test_altered_bytes_are_signed_and_adopted_by_nobody() -> None:
    version = small()
    signed = now_of(version).signed
    assert signed is not None
    with unit_of_work(write=True):
        PolicyVersion.objects.update(content=version_of() + b"#")
    unreadable = NotDone((Reason.UNREADABLE,))
    assert sign_version(version, by=SIGNERS[0], difference_sha256="", home_office_sha256="") == unreadable
    assert adopt_version(version, details(FIRST_DAY), by=CHIEF) == unreadable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "signatures = ",
        'signatures = 1\nnotice_days = 28\nsource = "x"\nmark = "own"',
        'signatures = 2\nnotice_days = 0\nsource = "x"\nmark = "own"',
        'signatures = true\nnotice_days = 28\nsource = "x"\nmark = "own"',
        "signatures = 2\nnotice_days = 28",
    ],
)
def test_no_file_switches_the_locks_off(tmp_path: Path, text: str) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "activation.toml").write_text(text)
    with pytest.raises(SettingError, match=r"activation\.toml"):
        activation_of(tmp_path)


def test_a_force_without_that_file_brings_nothing_into_force(tmp_path: Path, settings: Settings) -> None:
    version = small()
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, force=tmp_path)
    with pytest.raises(SettingError, match=r"activation\.toml"):
        adopt_version(version, details(FIRST_DAY), by=CHIEF)
    with pytest.raises(SettingError, match=r"claims\.toml"):
        propose_version(version_of("x"), "x.toml", by=AUTHOR)
