from datetime import date

import pytest

from safetoshare.core.documents.dates import find_dates, read_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17TH JUNE 2021", date(2021, 6, 17)),
        ("17 Dec 2020", date(2020, 12, 17)),
        ("1st of March 2022", date(2022, 3, 1)),
        ("3rd day of May 2021", date(2021, 5, 3)),
        ("December 3, 2021", date(2021, 12, 3)),
        ("May 2nd 2023", date(2023, 5, 2)),
        ("17/12/2020", date(2020, 12, 17)),
        ("03.04.2021", date(2021, 4, 3)),
        ("2021-06-17", date(2021, 6, 17)),
        ("29 February 2024", date(2024, 2, 29)),
        ("9 Sept. 2021", date(2021, 9, 9)),
    ],
)
def test_a_day_is_read_in_each_way_it_is_written(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("June 2021", "no day"),
        ("17/06/21", "two figures"),
        ("31 June 2021", "calendar"),
        ("29 February 2023", "calendar"),
        ("12/17/2020", "calendar"),
        ("2021-02-30", "calendar"),
        ("0 May 2021", "calendar"),
    ],
)
def test_what_names_no_single_day_is_found_but_not_completed(text: str, problem: str) -> None:
    (found,) = find_dates(text)
    assert found.day is None
    assert problem in found.problem
    assert found.text == text


@pytest.mark.parametrize("text", ["recommendation 17", "may 20 people", "17 June", "10.2 2021", "1/2", "2021", "June"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


def test_dates_are_found_where_they_stand() -> None:
    text = "sent 3 May 2021, published 04/05/2021"
    assert [(text[f.start : f.end], f.day) for f in find_dates(text)] == [
        ("3 May 2021", date(2021, 5, 3)),
        ("04/05/2021", date(2021, 5, 4)),
    ]


def test_a_sentence_with_a_date_is_not_a_date() -> None:
    assert read_date("on 3 May 2021") is None
