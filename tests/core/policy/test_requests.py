import json
from datetime import date

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.requests import parse_request, read_request
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import REQUEST, SMALL_REQUEST, reduced


def _problems(**changed: object) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        parse_request({**SMALL_REQUEST, **changed}, reduced())
    return caught.value.problems


def test_a_whole_request_has_one_value_or_more_for_each_attribute_in_order() -> None:
    request = parse_request({**SMALL_REQUEST, "data": ["health", "identity", "health"]}, reduced())
    assert request.values == (
        ("detective",),
        ("nhs",),
        ("victim",),
        ("domestic_abuse",),
        ("identity", "health"),
        ("none",),
    )
    assert (request.id, request.at, request.promised_at) == (None, None, None)


def test_id_and_days_are_kept() -> None:
    request = parse_request({**REQUEST, "id": "r-1", "at": "2026-11-22", "promised_at": "2025-12-18"}, published())
    assert request.id == "r-1"
    assert request.at == date(2026, 11, 22)
    assert request.promised_at == date(2025, 12, 18)


@pytest.mark.parametrize("name", [True, 1.5, ["a"], {}])
def test_an_id_that_could_not_be_echoed_plainly_is_refused(name: object) -> None:
    assert _problems(id=name) == ("id must be text or a whole number",)


@pytest.mark.parametrize("day", ["today", "2026-02-30", "2026-11-22T10:00", 20261122, None, "20261122"])
@pytest.mark.parametrize("field", ["at", "promised_at"])
def test_a_day_must_be_one(field: str, day: object) -> None:
    assert _problems(**{field: day}) == (f'{field} must be a day such as "2026-11-22"',)


@pytest.mark.parametrize("missing", list(SMALL_REQUEST))
def test_no_attribute_may_be_missing(missing: str) -> None:
    content = {name: value for name, value in SMALL_REQUEST.items() if name != missing}
    with pytest.raises(PolicyError) as caught:
        parse_request(content, reduced())
    (problem,) = caught.value.problems
    assert problem.startswith(f"{missing} is missing: use one of ")


@pytest.mark.parametrize("attribute", ["recipient", "status_basis"])
def test_only_actor_subject_pathway_and_data_may_be_lists(attribute: str) -> None:
    assert _problems(**{attribute: [SMALL_REQUEST[attribute]]}) == (f"{attribute} must be one value, not a list",)


def test_every_problem_is_told_at_once_with_the_nearest_name() -> None:
    assert _problems(actor=[], subject=["victim", 7], data="helth", recipient="personal", reciepient="nhs") == (
        "there is no attribute reciepient: did you mean recipient?",
        "actor is an empty list: give at least one value",
        "recipient has no value personal: use one of immigration_enforcement, nhs, public",
        "subject must be text",
        "data has no value helth: did you mean health?",
    )


def test_a_group_is_no_value_of_a_request() -> None:
    assert _problems(data="personal")[0].startswith("data has no value personal")


@pytest.mark.parametrize("value", [None, True, 0, {}, [["victim"]]])
def test_a_value_of_another_type_is_refused(value: object) -> None:
    assert _problems(subject=value) == ("subject must be text",)


def test_a_misspelt_value_is_never_echoed_as_it_came() -> None:
    (problem,) = _problems(subject="victim\u202e\x1b[31m")
    assert problem == "subject has no value victim\\u202e\\x1b[31m: did you mean victim?"


def test_a_line_of_json_is_read() -> None:
    line = json.dumps({**SMALL_REQUEST, "id": 7})
    assert read_request(line, reduced()).id == 7
    assert read_request(b"\xef\xbb\xbf" + line.encode(), reduced()).id == 7


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "not JSON"),
        (b"", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"actor": "detective", "actor": "system"}', "a name is written twice"),
        (b'{"id": {"a": 1, "a": 2}}', "a name is written twice"),
    ],
)
def test_a_line_that_is_no_request_is_refused(line: bytes, problem: str) -> None:
    with pytest.raises(PolicyError, match=problem):
        read_request(line, reduced())
