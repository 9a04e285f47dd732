import json
from datetime import date
from typing import Any

import pytest

from safetoshare.core.documents.cautions import About
from tests.core.documents.comparing import NAMES, RESPONSES, differences, read_as_json, reading_of


@pytest.mark.parametrize("name", NAMES)
def test_each_published_shape_is_read_exactly(name: str) -> None:
    read = read_as_json((RESPONSES / f"{name}.md").read_text(encoding="utf-8"))
    expected = json.loads((RESPONSES / f"{name}.expected.json").read_text(encoding="utf-8"))
    assert differences(read, expected) == []


def test_every_shape_has_a_document() -> None:
    assert len(NAMES) >= 27


def test_the_comparison_itself_sees_each_kind_of_difference() -> None:
    read = read_as_json((RESPONSES / "two-column-table.md").read_text(encoding="utf-8"))
    expected: dict[str, Any] = json.loads((RESPONSES / "two-column-table.expected.json").read_text(encoding="utf-8"))
    for key, wrong in (
        ("status", "accepted"),
        ("response_first_words", "Westhaven"),
        ("text", "Something else"),
        ("items", [{"number": "1", "text": "x", "items": []}]),
        ("recipients", ["pccs"]),
        ("has_response", False),
    ):
        changed = json.loads(json.dumps(expected))
        changed["recommendations"][0][key] = wrong
        assert len(differences(read, changed)) == 1, key
    assert differences(read, {**expected, "response_date": None})
    assert differences(read, {**expected, "warnings": []})


def test_recommendation_4_of_safe_to_share_has_its_eleven_items() -> None:
    reading = reading_of((RESPONSES / "avon-and-somerset-pcc-2021.md").read_text(encoding="utf-8"))
    fourth = next(each for each in reading.recommendations if each.number == "4")
    assert [len(item.items) for item in fourth.items] == [0, 5, 0, 0, 0, 0]
    assert (fourth.items[1].items[4].text or "").startswith("explicitly recognise the importance of telling victims")


def test_the_transition_to_the_answers_is_no_part_of_the_last_recommendation() -> None:
    reading = reading_of((RESPONSES / "avon-and-somerset-pcc-2021.md").read_text(encoding="utf-8"))
    assert (reading.recommendations[-1].text or "").endswith("date of publication of this report.")
    assert reading.recommendations[-1].answer is not None
    assert reading.recommendations[-1].answer.text.endswith("Police and Crime Plan.")


def test_a_document_without_recommendations_says_so_and_invents_none() -> None:
    reading = reading_of("# A page\n\nWe met on 3 May 2021 to talk about buses.")
    assert reading.recommendations == ()
    assert reading.falls_short
    assert reading.warnings[0].about is About.NOTHING_FOUND
    assert (reading.report_published, reading.response_date, reading.responder) == (None, None, None)


def test_recommendations_without_any_answer_fall_short() -> None:
    assert reading_of("## Recommendation 1\n\nDo it.").falls_short
    assert not reading_of("## Recommendation 1\n\nDo it.\n\n## Response\n\nAccepted.").falls_short


def test_a_month_without_a_day_is_no_date_and_is_said() -> None:
    reading = reading_of("The report was published in March 2023.\n\n## Recommendation 1\n\nDo it.")
    assert reading.report_published is None
    assert "March 2023" in next(w.message for w in reading.warnings if w.about is About.DATE)


def test_two_different_days_for_one_thing_are_no_date_and_are_said() -> None:
    reading = reading_of("Response dated 3 May 2021.\n\nResponse dated 4 May 2021.\n\n## Recommendation 1\n\nDo it.")
    assert reading.response_date is None
    assert "2021-05-03, 2021-05-04" in next(w.message for w in reading.warnings if w.about is About.DATE)


def test_the_same_day_given_twice_is_one_date() -> None:
    reading = reading_of("Response dated 3 May 2021.\n\nResponse dated 03/05/2021.\n\n## Recommendation 1\n\nDo it.")
    assert reading.response_date == date(2021, 5, 3)


def test_a_table_that_is_not_about_recommendations_is_left_out_and_said() -> None:
    reading = reading_of("## Recommendation 1\n\nDo it.\n\n# Figures\n\n| Month | Cases |\n|---|---|\n| May | 12 |")
    assert {w.about for w in reading.warnings} >= {About.LEFT_OUT}
    assert "12" not in (reading.recommendations[0].text or "")


def test_a_table_inside_an_answer_stays_part_of_the_answer() -> None:
    reading = reading_of("## Rec 1\n\nDo it.\n\n## Response\n\nSee:\n\n| Month | Cases |\n|---|---|\n| May | 12 |")
    assert reading.recommendations[0].answer is not None
    assert reading.recommendations[0].answer.text == "See:\nMonth\nCases\nMay\n12"


def test_text_under_an_unrelated_heading_is_left_out_and_said() -> None:
    reading = reading_of("## Rec 1\n\nDo it.\n\n## Response\n\nDone.\n\n## About us\n\nWe are a force.")
    assert reading.recommendations[0].answer is not None
    assert "We are a force" not in reading.recommendations[0].answer.text
    assert any("About us" in warning.message for warning in reading.warnings)


def test_a_response_in_urdu_keeps_its_text_and_states_nothing_that_was_not_understood() -> None:
    reading = reading_of("## Recommendation 1\n\nDo it.\n\n## Response\n\nپولیس اس سفارش پر غور کر رہی ہے۔")
    answer = reading.recommendations[0].answer
    assert answer is not None
    assert answer.text == "پولیس اس سفارش پر غور کر رہی ہے۔"
    assert answer.position.status == "no_statement"
