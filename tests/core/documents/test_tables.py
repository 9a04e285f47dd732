from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.passages import Role, number_of
from safetoshare.core.documents.tables import Tables, read_tables

Shape = list[tuple[Role, str | None, str, list[str]]]


def tables(markdown: str) -> Tables:
    return read_tables(read_markdown(markdown.encode()).blocks)


def shape(markdown: str) -> Shape:
    return [
        (p.role, number_of(p.keys[0]), p.part, [block.text for block in p.blocks]) for p in tables(markdown).passages
    ]


def test_a_table_of_two_columns_with_the_label_in_the_cell() -> None:
    assert shape("| Recommendations | Response |\n|-|-|\n| **Rec 4. To PCCs**<br>Act.<br>- now | Done. |") == [
        (Role.ASKED, "4", "", ["Act.", "now"]),
        (Role.ANSWER, "4", "", ["Done."]),
    ]


def test_the_number_in_a_column_of_its_own() -> None:
    assert shape("| No. | Recommendation | Status |\n|-|-|-|\n| 3a | Act. | Complete |") == [
        (Role.ASKED, "3a", "", ["Act."]),
        (Role.ANSWER, "3a", "", ["Complete"]),
    ]


def test_the_number_before_the_text() -> None:
    assert shape("| Recommendation | Response |\n|-|-|\n| 4. Act. | Yes. |")[0] == (Role.ASKED, "4", "", ["Act."])


def test_a_figure_in_the_text_is_no_number() -> None:
    assert shape("| Recommendation | Response |\n|-|-|\n| Act by 27/03/25. | Yes. |")[0][1] is None


def test_a_row_without_a_number_continues_the_recommendation_above() -> None:
    markdown = "| No. | Recommendation | Response |\n|-|-|-|\n| 4 | Act. | One. |\n|  |  | Two. |"
    assert shape(markdown)[-1] == (Role.ANSWER, "4", "", ["Two."])


def test_a_recommendation_without_a_number_has_none() -> None:
    assert shape("| Recommendation | Response |\n|-|-|\n| Act. | Yes. |") == [
        (Role.ASKED, None, "", ["Act."]),
        (Role.ANSWER, None, "", ["Yes."]),
    ]


def test_an_answer_before_any_recommendation_belongs_to_none() -> None:
    assert shape("| Recommendation | Response |\n|-|-|\n|  | Yes. |") == []


def test_sub_items_answer_one_by_one_and_may_be_all_that_gives_the_number() -> None:
    read = tables("| Sub-recommendation | Response |\n|-|-|\n| 7.1 Act. | Yes. |\n| 7.2 Wait. | No. |")
    assert [(p.keys, p.part, p.role) for p in read.passages if p.part] == [
        (("7",), "7.1", Role.ASKED),
        (("7",), "7.1", Role.ANSWER),
        (("7",), "7.2", Role.ASKED),
        (("7",), "7.2", Role.ANSWER),
    ]
    assert read.inferred == ("7",)


def test_a_head_over_sub_number_and_text_covers_both_though_it_slipped() -> None:
    heads = "| No. | Recommendation | Sub-rec | Owner | Response |  |"
    slipped = f"{heads}\n|-|-|-|-|-|-|\n| 7 | Act. | 7.1 | Plan. | PCCs | Yes. |"
    straight = slipped.replace("| Owner | Response |  |", "|  | Owner | Response |")
    expected = [
        (Role.ASKED, "7", "", ["Act."]),
        (Role.ASKED, "7", "7.1", ["Plan."]),
        (Role.ANSWER, "7", "7.1", ["Yes."]),
    ]
    assert shape(slipped) == expected
    assert shape(straight) == expected


def test_updates_come_after_the_first_answer_with_their_titles() -> None:
    read = tables("| Rec | Response | March 2026 update |\n|-|-|-|\n| 4 | Begun. | Complete. |")
    assert [p.title for p in read.passages if p.role is Role.ANSWER] == ["Response", "March 2026 update"]


def test_an_owner_inside_the_force_is_no_addressee() -> None:
    read = tables("| Rec | Owner | Response |\n|-|-|-|\n| 4 | ACC Example | Yes. |\n| 5 | PCCs | Yes. |")
    assert [p.recipients.codes for p in read.passages if p.role is Role.ASKED] == [(), ("pccs",)]


def test_a_table_of_other_things_is_not_read() -> None:
    assert tables("| Month | Cases |\n|-|-|\n| May | 12 |") == Tables()
