"""A file is what its content says; its name and what a browser says of it are not asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.files.kinds import Group, Kind, kind_of
from tests.core.files.samples import WHOLE, picture, video


@pytest.mark.parametrize("name", WHOLE)
def test_each_kind_is_known_by_its_content(name: str) -> None:
    group, content = WHOLE[name]
    assert kind_of(content) == Kind(name, Group(group))


def test_a_newer_picture_in_boxes_is_a_picture_and_no_video() -> None:
    assert kind_of(picture("AVIF")) == Kind("heif", Group.PICTURE)


@pytest.mark.parametrize("brand", [b"qt  ", b"3gp4", b"mp42", b"dash", b"XXXX"])
def test_whatever_brand_a_telephone_writes_a_file_of_boxes_is_a_video(brand: bytes) -> None:
    assert kind_of(video(brand)) == Kind("mp4", Group.VIDEO)


@pytest.mark.parametrize("mark", ["utf-8", "utf-8-sig", "utf-16"])
def test_words_in_any_script_are_a_text(mark: str) -> None:
    assert kind_of("ਮੈਂ ڈر گئی 😟\r\n".encode(mark)) == Kind("text", Group.TEXT)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(50),
        b"\x7fELF" + bytes(50),
        b"\x00\x00\x00",
        b"PK\x05\x06" + bytes(18),
        b"caf\xe9",
        b"\x1b[2J",
    ],
)
def test_what_is_on_no_list_is_no_kind(content: bytes) -> None:
    assert kind_of(content) is None


@given(st.binary(max_size=400))
def test_any_bytes_have_a_kind_or_none(content: bytes) -> None:
    found = kind_of(content)
    assert found is None or isinstance(found, Kind)
