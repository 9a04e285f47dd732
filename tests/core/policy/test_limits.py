from __future__ import annotations

import pytest

from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.limits import applying, parse_limits
from safetoshare.core.policy.vocabulary_file import published

FILE = """
[[limit]]
id = "life"
says = { en = "If a life is in danger, we tell those who can help.", so = "Haddii naf khatar ku jirto." }

[[limit]]
id = "prosecution"
says = { en = "A prosecutor learns who you are." }
box = { recipient = ["cps"], subject = ["protected"], data = ["identity"] }

[[limit]]
id = "doubt"
says = { en = "A doubt may be told." }
when_claim_fails = "doubt-never"
"""


def ids(shared: list[dict[str, list[str]]], holding: set[str]) -> list[str]:
    limits = parse_limits(FILE.encode(), "limits.toml", published())
    return [limit.id for limit in applying(limits, [published().box(box) for box in shared], holding)]


def test_a_limit_is_read_with_its_sentences() -> None:
    life, prosecution, _ = parse_limits(FILE.encode(), "limits.toml", published())
    assert (life.id, life.says["so"], life.box) == ("life", "Haddii naf khatar ku jirto.", None)
    assert prosecution.box == published().box({"recipient": ["cps"], "subject": ["protected"], "data": ["identity"]})


def test_a_limit_without_a_condition_always_stands() -> None:
    assert ids([], {"doubt-never"}) == ["life"]


@pytest.mark.parametrize(
    ("shared", "stands"),
    [
        ({"recipient": ["cps", "nhs"], "data": ["personal"], "subject": ["witness"]}, True),
        ({"recipient": ["cps"], "data": ["aggregate"]}, False),
        ({"recipient": ["cps"], "subject": ["suspect"]}, False),
        ({"recipient": ["nhs"]}, False),
    ],
)
def test_a_limit_with_a_box_stands_exactly_where_the_policy_shares_in_it(
    shared: dict[str, list[str]], stands: bool
) -> None:
    assert ("prosecution" in ids([{"recipient": ["media"]}, shared], set())) is stands


def test_a_limit_of_a_failing_claim_stands_until_the_claim_holds() -> None:
    assert "doubt" in ids([], {"another"})
    assert "doubt" not in ids([], {"doubt-never"})


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('en = "A doubt may be told."', 'so = "x"'), "f.toml:11: limit doubt: says: en is missing"),
        (('says = { en = "A doubt may be told." }', "says = 1"), "f.toml:13: limit doubt: says must be a table"),
        (('"identity"', '"identty"'), "f.toml:9: limit prosecution: box: data has no value identty: did you mean"),
        (('id = "doubt"', 'id = "life"'), "f.toml:12: limit life: this id is taken"),
        (("when_claim_fails =", "when_claim_fail ="), "did you mean when_claim_fails?"),
        (('"doubt-never"', '"no such name"'), "must be letters"),
        (("[[limit]]", "[[limits]]"), "there is no field limits"),
    ],
)
def test_each_problem_is_named_with_its_line(change: tuple[str, str], problem: str) -> None:
    with pytest.raises(PolicyError) as error:
        parse_limits(FILE.replace(*change).encode(), "f.toml", published())
    assert problem in str(error.value)


@pytest.mark.parametrize("content", [b"=", b"\xff", b"a = 1" * 1_000_000])
def test_what_is_no_toml_is_an_error(content: bytes) -> None:
    with pytest.raises(BadInputError, match=r"limits\.toml"):
        parse_limits(content, "limits.toml", published())
