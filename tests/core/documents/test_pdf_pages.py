import pytest

from safetoshare.core.documents import pdf_pages
from safetoshare.core.documents.pdf_pages import pages_of
from safetoshare.core.errors import DocumentError
from tests.core.documents.hostile import pdf, text_at


def test_letters_stand_where_the_page_shows_them() -> None:
    (page,) = pages_of(pdf([text_at(72, 742, "ab", font="F2")]))
    assert [(letter.text, round(letter.x0), round(letter.base)) for letter in page.letters] == [
        ("a", 72, 100),
        ("b", 78, 100),
    ]
    assert all(letter.strong and letter.size == 11 for letter in page.letters)


def test_lines_frames_and_small_shapes_are_told_apart() -> None:
    drawn = b"10 700 m 300 700 l S\n50 600 1 90 re f\n100 300 200 80 re S\n60 742 4 4 re f\n"
    (page,) = pages_of(pdf([drawn]))
    assert [edge.is_upright for edge in page.edges] == [False, True, False, False, True, True]
    assert [(round(shape.x0), round(shape.top)) for shape in page.shapes] == [(60, 96)]


def test_turned_letters_and_pictures_are_noted() -> None:
    turned = b"BT /F1 11 Tf 0 1 -1 0 500 400 Tm (ab) Tj ET\nq 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"
    (page,) = pages_of(pdf([turned]))
    assert (page.turned, page.has_picture, page.letters) == (2, True, [])


def test_more_than_a_page_can_show_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_PARTS", 3)
    with pytest.raises(DocumentError, match="more than a page can show"):
        list(pages_of(pdf([text_at(72, 700, "abcdefgh")])))
