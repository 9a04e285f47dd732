"""A day is read in the digits of any keyboard; what is no day is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from safetoshare.base.day_field import DayField

FIELD = DayField(input_formats=["%Y-%m-%d"])


@pytest.mark.parametrize("typed", ["2027-01-31", "٢٠٢٧-٠١-٣١", "۲۰۲۷-۰۱-۳۱", "੨੦੨੭-੦੧-੩੧", " 2027-01-31 "])
def test_a_day_in_the_digits_of_any_script_is_read(typed: str) -> None:
    assert FIELD.clean(typed) == date(2027, 1, 31)


@pytest.mark.parametrize("typed", ["2027-02-30", "x", "²⁰²⁷-01-31", "2027-01", "9" * 5000])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        FIELD.clean(typed)
