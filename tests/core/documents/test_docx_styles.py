import pytest
from lxml import etree

from safetoshare.core.documents.docx_styles import Numbering, Styles, switched
from tests.core.documents.making.word import SPACE, STYLES


def styles(*definitions: str) -> Styles:
    return Styles.of(etree.fromstring(f"<w:styles {SPACE}>{''.join(definitions)}</w:styles>"))


def style(name: str, *, based_on: str = "", properties: str = "") -> str:
    return (
        f'<w:style w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def test_a_style_inherits_its_level_and_its_switches() -> None:
    made = styles(style("heading 3", properties="<w:b/>"), style("Own", based_on="heading 3"), style("Title"))
    assert [made.heading_level(name) for name in ("Own", "Title", "Missing", None)] == [3, 1, 0, 0]
    assert made.switch("b", None, "Own")
    assert not made.switch("i", "Own")


def test_a_switch_that_is_set_to_off_is_off() -> None:
    made = styles(style("Bold", properties="<w:b/>"), style("Not", based_on="Bold", properties='<w:b w:val="0"/>'))
    assert made.switch("b", "Bold")
    assert not made.switch("b", "Not")
    assert switched(None, "b") is None


def test_styles_based_on_one_another_end() -> None:
    made = styles(style("One", based_on="Two"), style("Two", based_on="One"))
    assert made.heading_level("One") == 0


@pytest.mark.parametrize(("name", "continues"), [("ListParagraph", True), ("Normal", False), ("Quote", False)])
def test_a_list_paragraph_continues_an_item(name: str, continues: bool) -> None:
    made = Styles.of(etree.fromstring(STYLES.encode()))
    assert made.continues_list(name) is continues
    assert made.is_quotation(name) is (name == "Quote")


def test_without_a_part_there_is_neither_style_nor_list() -> None:
    assert Styles.of(None).heading_level("Heading1") == 0
    assert Numbering.of(None).next(None) is None
