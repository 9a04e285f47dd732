"""Groups of fields sealed to a public key, as columns and back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.keys import UnitPublicKey
from safetoshare.base.models import SealedColumns
from safetoshare.base.sealing import fields_of, open_with, seal_bytes, seal_fields
from safetoshare.core.errors import SealError
from safetoshare.core.vault import Place, generate_key_pair

PAIR = generate_key_pair()
KEY = UnitPublicKey(uuid4(), PAIR.public)
PLACE = Place(uuid4(), "report_reportgroup", "account", 1)
FIELDS = st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")) | st.booleans())


@given(FIELDS)
def test_what_is_sealed_comes_back_where_the_private_half_is(fields: dict[str, object]) -> None:
    value = seal_fields(fields, PLACE, KEY)
    assert (value.unit_key, value.place) == (KEY.id, PLACE)
    assert fields_of(open_with(PAIR.private, value)) == fields


def test_it_opens_with_no_other_key_and_at_no_other_place() -> None:
    value = seal_bytes(b"canary", PLACE, KEY.id, KEY.public)
    assert b"canary" not in value.sealed + value.wrapped
    with pytest.raises(SealError):
        open_with(generate_key_pair().private, value)
    columns = SealedColumns.columns(value)
    assert set(columns) == {"unit_key", "wrapped", "sealed"}


@pytest.mark.parametrize("plaintext", [b"", b"[]", b'"text"', b"\xff", b"{", b"null"])
def test_what_is_no_group_of_fields_is_refused_without_a_word_of_it(plaintext: bytes) -> None:
    with pytest.raises(SealError, match="not a group of fields"):
        fields_of(plaintext)
