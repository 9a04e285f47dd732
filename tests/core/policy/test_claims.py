import pytest

from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.boxes import total
from safetoshare.core.policy.claims import Claim, Form, Layer, parse_claims
from safetoshare.core.policy.vocabulary_file import published
from tests.core.policy.examples import CLAIMS, reduced

CLAIM = '[[claim]]\nid = "c"\nsays = { en = "It." }\n'
NEVER = '[[claim.part]]\nform = "never"\nbox = { data = ["personal"] }\n'
ONLY = '[[claim.part]]\nform = "only_when"\nbox = { data = ["personal"] }\nconditions = [{ recipient = ["nhs"] }]\n'


def _claims(text: str) -> tuple[Claim, ...]:
    return parse_claims(text.encode(), "c.toml", reduced())


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        _claims(text)
    return caught.value.problems


def test_the_models_claims_are_read_in_their_order() -> None:
    claims = parse_claims(CLAIMS.read_bytes(), "claims.toml", published())
    assert [claim.id for claim in claims] == [
        "doubt-never-to-immigration-enforcement",
        "immigration-enforcement-only-when",
        "whereabouts-never-to-the-suspects-side",
        "services-only-with-consent",
        "home-office-never",
    ]
    assert [len(claim.parts) for claim in claims] == [1, 1, 1, 2, 1]
    assert len(claims[1].parts[0].conditions) == 2
    assert set(claims[3].says) == {"en", "ar"}


def test_a_claim_says_how_early_it_is_read() -> None:
    second = CLAIM.replace('"c"', '"d"').replace("says", 'layer = "sentence"\nsays')
    assert [claim.layer for claim in _claims(CLAIM + NEVER + second + NEVER)] == [Layer.FULL, Layer.SENTENCE]


def test_a_claim_may_be_said_in_easy_words_too() -> None:
    second = CLAIM.replace('"c"', '"d"') + 'easy = { en = "Easy.", ar = "سهل" }\n'
    assert [claim.easy for claim in _claims(CLAIM + NEVER + second + NEVER)] == [{}, {"en": "Easy.", "ar": "سهل"}]


def test_an_exception_of_a_part_is_taken_out_of_its_box() -> None:
    (claim,) = _claims(CLAIM + NEVER + 'except = { recipient = ["nhs"] }\n')
    assert claim.parts[0].form is Form.NEVER
    assert total(claim.parts[0].boxes) == 324 - 108


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "c.toml:1: needs at least one [[claim]]"),
        (CLAIM, "c.toml:1: claim c: needs at least one [[claim.part]]"),
        (
            CLAIM + NEVER.replace('"never"', '"nver"'),
            "form nver is not known: did you mean never? known now are never, only_when",
        ),
        (
            CLAIM + NEVER.replace('"never"', '"xyz"'),
            "c.toml:5: claim c: form xyz is not known; known now are never, only_when, by_human, always_with, assured,",
        ),
        (CLAIM.replace("says", 'layer = "shrt"\nsays') + NEVER, "c.toml:3: claim c: layer shrt: did you mean short?"),
        (CLAIM + NEVER.replace('form = "never"', ""), 'claim c: form is missing: write form = "…"'),
        (
            CLAIM + NEVER.replace("personal", "persnal"),
            "c.toml:6: claim c: box: data has no value persnal: did you mean",
        ),
        (CLAIM + NEVER.replace("box", "boxx"), "there is no field boxx: did you mean box?"),
        (CLAIM + NEVER + "conditions = []\n", "conditions belong to only_when: take them out"),
        (CLAIM + ONLY.replace('[{ recipient = ["nhs"] }]', "[]"), "only_when needs conditions"),
        (CLAIM + ONLY.replace('{ recipient = ["nhs"] }', "7"), "c.toml:7: claim c: conditions must be a table"),
        (CLAIM + ONLY.replace('recipient = ["nhs"]', 'data = ["aggregate"]'), "condition 1 lies outside the box"),
        (CLAIM + ONLY.replace('recipient = ["nhs"]', ""), "the conditions cover the whole box, so nothing is claimed"),
        (CLAIM + NEVER + 'except = { data = ["aggregate"] }\n', "except takes nothing away: its data lies outside box"),
        (CLAIM.replace('en = "It."', 'ar = "هو"') + NEVER, 'claim c: says: en is missing: write en = "…"'),
        (CLAIM.replace("en =", "fr = 'Ça', en =") + NEVER, "says: there is no field fr: use one of en, pa, ur, ar, so"),
        (CLAIM.replace('{ en = "It." }', '"It."') + NEVER, 'says must be a table of languages: says = { en = "…" }'),
        (CLAIM + 'easy = "It."\n' + NEVER, 'easy must be a table of languages: easy = { en = "…" }'),
        (CLAIM + 'easy = { ar = "هو" }\n' + NEVER, 'claim c: easy: en is missing: write en = "…"'),
        (CLAIM + NEVER + CLAIM + NEVER, "c.toml:8: claim c: this id is taken: give each claim its own"),
        ("claims = 1\n" + CLAIM + NEVER, "c.toml:1: there is no field claims: did you mean claim?"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_do(text: str, problem: str) -> None:
    assert any(problem in line for line in _problems(text)), _problems(text)


def test_parts_are_found_on_their_lines_across_claims() -> None:
    second = CLAIM.replace('"c"', '"d"')
    text = CLAIM + NEVER + ONLY + second + NEVER + NEVER.replace("personal", "helth")
    assert _problems(text) == ("c.toml:19: claim d: box: data has no value helth: did you mean health?",)


def test_a_file_that_is_no_toml_is_unreadable() -> None:
    with pytest.raises(BadInputError, match=r"c\.toml:1: not TOML"):
        _claims("[[claim")
