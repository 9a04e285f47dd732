"""A package holds the permitted fields and nothing else, and its preview is its payload."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.force import current_force
from safetoshare.base.keys import UnitPublicKey
from safetoshare.core.errors import BadInputError
from safetoshare.core.policy.vocabulary_file import published
from safetoshare.core.vault import generate_key_pair
from safetoshare.sharing.services.deciding import outcome_of
from safetoshare.sharing.services.orders import DisclosureOrder, Permitted
from safetoshare.sharing.services.packages import Preview, preview_of, read_package
from tests.sharing.disclosing import in_force, order_of

DAY = date(2026, 11, 22)
BASE = order_of(UnitPublicKey(UUID(int=7), generate_key_pair().public), UUID(int=8))
KINDS = tuple(published().attribute("data").bits)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
FIELDS = st.dictionaries(
    st.sampled_from(KINDS), st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=3), min_size=1, max_size=5
)


def shown(order: DisclosureOrder, day: date = DAY) -> Preview:
    return preview_of(order, outcome_of(order, in_force()), day)


@given(fields=FIELDS, recipient=st.sampled_from(["specialist_service", "immigration_adviser", "nhs"]))
def test_no_field_that_was_not_permitted_is_ever_in_a_package(
    fields: dict[str, dict[str, str]], recipient: str
) -> None:
    order = replace(BASE, fields=fields, recipient=recipient)
    preview = shown(order)
    if preview.package is None:
        assert (preview.payload, preview.sha256) == (b"", "")
        assert not preview.outcome.is_permitted
    else:
        answers = preview.outcome.by_kind
        content = json.loads(preview.payload)["fields"]
        assert content == fields
        assert all(isinstance(answers[kind], Permitted) for kind in content)


@given(fields=FIELDS)
def test_a_kind_that_is_refused_leaves_no_trace_of_what_is_permitted_beside_it(
    fields: dict[str, dict[str, str]],
) -> None:
    preview = shown(replace(BASE, fields=fields | {"immigration": {"status": "Canary"}}))
    assert preview.payload == b""
    assert preview.package is None


@given(
    fields=st.dictionaries(
        st.sampled_from(["identity", "needs", "children"]), st.dictionaries(TEXTS, TEXTS, min_size=1), min_size=1
    ),
    name=TEXTS,
)
def test_what_is_previewed_is_read_from_the_payload(fields: dict[str, dict[str, str]], name: str) -> None:
    preview = shown(replace(BASE, fields=fields, organisation_name=name))
    assert preview.package is not None
    assert read_package(preview.payload) == preview.package
    assert preview.sha256 == hashlib.sha256(preview.payload).hexdigest()


def test_a_package_says_who_gave_it_why_by_which_rule_and_under_which_condition() -> None:
    package = shown(BASE).package
    assert package is not None
    assert package.given_by == current_force().unit
    assert package.conditions == ("ask_no_onward_to_immigration",)
    assert (package.on, package.purpose, package.organisation_name) == (DAY, "support", "Next Link")
    assert (package.rules, package.policy) == (("M1",), "test-policy")
    assert package.says == ("Those who support the person are told what she or he agrees to.",)
    assert (package.consent, package.consent_on) == ("given", BASE.consent_on)


def test_a_package_does_not_tell_what_nobody_agreed_to_tell() -> None:
    order = replace(
        BASE,
        fields={"needs": {"needs": "A safe place"}},
        pathways=("sexual_violence",),
        subject="victim_and_suspect",
        status_basis="third_party_claim",
        necessity="Canary",
        consent_language="Canary",
        age="child",
        danger="likely_harm",
    )
    payload = shown(order).payload.decode()
    content = json.loads(payload)
    assert content.pop("fields") == {"needs": {"needs": "A safe place"}}
    told = json.dumps(content)
    for word in ("Canary", "sexual", "suspect", "third_party", "child", "likely"):
        assert word not in told
    for identifier in (order.case, order.mailbox.id, order.nonce):
        assert str(identifier) not in payload


def test_the_same_order_makes_the_same_bytes_and_another_day_or_word_makes_others() -> None:
    first = shown(BASE)
    assert shown(replace(BASE, nonce=uuid4())) == first
    assert shown(BASE, date(2026, 11, 23)).sha256 != first.sha256
    assert shown(replace(BASE, fields={"identity": {"name": "Another"}})).sha256 != first.sha256


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b'{"form": "safe-to-share package, version 2"}',
        b'{"form": "safe-to-share package, version 1"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_package_is_an_error(broken: bytes) -> None:
    with pytest.raises(BadInputError, match="package"):
        read_package(broken)


@given(
    name=st.sampled_from(["on", "consent_on", "fields", "conditions", "rules", "purpose", "policy", "more"]),
    value=st.one_of(st.none(), st.integers(), st.text(max_size=5), st.lists(st.integers(), min_size=1)),
)
def test_a_package_with_a_field_of_another_kind_is_an_error_or_reads_as_it_is(name: str, value: Any) -> None:  # noqa: ANN401
    content = json.loads(shown(BASE).payload) | {name: value}
    try:
        package = read_package(json.dumps(content).encode())
    except BadInputError:
        return
    assert getattr(package, name) == value
