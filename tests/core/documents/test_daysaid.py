import pytest

from safetoshare.core.documents.daysaid import DatedAs, dates_said, day_of
from safetoshare.core.documents.markdown import read_markdown


def roles(markdown: str) -> list[DatedAs]:
    return [said.dated_as for said in dates_said(read_markdown(markdown.encode()).blocks)]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The report was published on 17 December 2020.", DatedAs.REPORT_PUBLISHED),
        ("further to the publication on 27th September 2024 of the super-complaint report", DatedAs.REPORT_PUBLISHED),
        ("Published 8 January 2025", DatedAs.RESPONSE_PUBLISHED),
        ("Our response was published on 8 January 2025.", DatedAs.RESPONSE_PUBLISHED),
        ("Response from Northmoor PCC dated 17th June 2021", DatedAs.RESPONSE_DATED),
        ("Date: 3 December 2021", DatedAs.RESPONSE_DATED),
        ("Sent: 22 November 2024", DatedAs.RESPONSE_DATED),
        ("We submitted our response on 3 May 2023.", DatedAs.RESPONSE_DATED),
        ("3 May 2023", DatedAs.RESPONSE_DATED),
        ("## Our response to the report – May 3, 2023", DatedAs.RESPONSE_DATED),
        ("## Response to the super-complaint (17/12/2020)", DatedAs.OTHER),
        ("Thank you for your recent letter dated 24 November 2021.", DatedAs.LETTER_RECEIVED),
        ("On 18 December 2018, the Trust made a super-complaint.", DatedAs.COMPLAINT_MADE),
        ("A response is due by 22 November 2024.", DatedAs.OTHER),
        ("We met on 3 May 2021.", DatedAs.OTHER),
    ],
)
def test_the_words_beside_a_date_say_what_it_is_the_date_of(text: str, role: DatedAs) -> None:
    assert roles(text) == [role]


def test_three_dates_in_one_title_are_told_apart() -> None:
    title = "**REPORT ON A COMPLAINT PUBLISHED 17TH DECEMBER 2020\nRESPONSE FROM NORTHMOOR PCC DATED 17TH JUNE 2021**"
    assert roles(title) == [DatedAs.REPORT_PUBLISHED, DatedAs.RESPONSE_DATED]


def test_the_head_of_a_row_says_what_its_date_is() -> None:
    assert roles("| x | y |\n|---|---|\n| Sent | 3 May 2023 |") == [DatedAs.RESPONSE_DATED]


def test_a_date_lies_where_its_span_says() -> None:
    document = read_markdown(b"Hello.\n\nResponse dated 3 May 2023")
    (said,) = dates_said(document.blocks)
    assert document.text[said.span.start : said.span.end] == "3 May 2023"
    assert said.span.line == 3


def test_two_days_for_one_role_are_none() -> None:
    said = list(dates_said(read_markdown(b"Response dated 3 May 2023. Response dated 4 May 2023.").blocks))
    assert day_of(said, DatedAs.RESPONSE_DATED) is None
    assert day_of(said[:1], DatedAs.RESPONSE_DATED) == said[0]
