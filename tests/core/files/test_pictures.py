"""The clean copy of a picture: the same to look at, and nothing of what the phone wrote into it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from safetoshare.core.files import pictures
from safetoshare.core.files.wholeness import Refusal
from tests.core.files.samples import MAKER, PLACE, WHOLE, picture, turned_picture

PICTURES = [name for name, (group, _) in WHOLE.items() if group == "picture"]


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    pictures.prepare()


def copied(name: str, content: bytes) -> tuple[str, Image.Image, bytes]:
    made = pictures.clean_copy(name, content)
    assert not isinstance(made, Refusal)
    return made[0], Image.open(io.BytesIO(made[1])), made[1]


@pytest.mark.parametrize("name", PICTURES)
def test_a_copy_looks_the_same_and_knows_nothing_besides(name: str) -> None:
    form, copy, content = copied(name, WHOLE[name][1])
    assert form in ("jpeg", "png")
    assert copy.size == (60, 40)
    grey = copy.convert("L").tobytes()
    assert grey[20 * 60 + 5] < 30
    assert grey[20 * 60 + 55] > 225
    assert dict(copy.getexif()) == {}
    assert set(copy.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (MAKER, PLACE):
        assert secret.encode() not in content


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_samples_do_hold_what_the_copy_leaves_behind(form: str) -> None:
    assert MAKER.encode() in picture(form)


def test_a_photo_that_lies_on_its_side_stands_upright() -> None:
    assert copied("jpeg", turned_picture())[1].size == (40, 60)


def test_the_colours_of_a_wider_space_become_the_common_ones() -> None:
    wide, written = ImageCms.createProfile("LAB"), io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "JPEG", icc_profile=ImageCms.ImageCmsProfile(wide).tobytes())
    assert copied("jpeg", written.getvalue())[1].info.get("icc_profile") is None


def test_clear_parts_stay_clear() -> None:
    form, copy, _ = copied("png", picture("PNG", mode="RGBA"))
    assert (form, copy.mode) == ("png", "RGBA")


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "I;16", "LA"])
def test_a_picture_of_any_sort_of_points_has_a_copy(mode: str) -> None:
    form, written = ("JPEG" if mode == "CMYK" else "PNG"), io.BytesIO()
    Image.new(mode, (10, 10)).save(written, form)
    assert copied(form.lower(), written.getvalue())[1].size == (10, 10)


def test_a_copy_of_a_very_large_picture_is_smaller() -> None:
    written = io.BytesIO()
    Image.new("L", (8000, 6000)).save(written, "JPEG")
    _, copy, _ = copied("jpeg", written.getvalue())
    assert copy.width * copy.height <= pictures.MOST_POINTS_OF_COPY
    assert abs(copy.width / copy.height - 8000 / 6000) < 0.01


def test_a_picture_that_would_open_to_more_points_than_there_are_is_a_bomb() -> None:
    written = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    assert len(written.getvalue()) < 300_000
    assert pictures.clean_copy("png", written.getvalue()) is Refusal.OPENS_TO_TOO_MUCH


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp", "heif", "bmp"])
def test_a_picture_that_lost_its_end_is_not_whole(name: str) -> None:
    content = picture({"jpeg": "JPEG", "heif": "HEIF"}.get(name, name.upper()), (400, 300))
    assert pictures.clean_copy(name, content[: len(content) // 2]) is Refusal.NOT_WHOLE


def test_one_kind_of_picture_is_not_opened_as_another() -> None:
    assert pictures.clean_copy("png", picture("JPEG")) is Refusal.NOT_WHOLE


@settings(deadline=None)
@given(name=st.sampled_from(PICTURES), at=st.integers(0, 400), put=st.binary(min_size=1, max_size=40))
def test_whatever_is_changed_in_a_picture_there_is_a_copy_or_a_refusal(name: str, at: int, put: bytes) -> None:
    content = WHOLE[name][1]
    made = pictures.clean_copy(name, content[:at] + put + content[at + len(put) :])
    assert isinstance(made, Refusal) or made[0] in ("jpeg", "png")
