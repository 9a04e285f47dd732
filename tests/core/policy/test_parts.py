import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.claims import parse_claims
from safetoshare.core.policy.parts import Form, Part
from tests.core.policy.examples import reduced

HEAD = '[[claim]]\nid = "c"\nsays = { en = "It." }\n[[claim.part]]\n'
BOX = 'box = { data = ["personal"] }\n'
ALWAYS = f'form = "always_with"\n{BOX}obligation = "record_necessity"\non = "shared"\n'
MONOTONE = f'form = "monotone"\n{BOX}attribute = "status_basis"\nlower = ["doubt"]\nupper = "none"\n'
UNMOVED = f'form = "unmoved"\n{BOX}attribute = "status_basis"\n'


def part(text: str) -> Part:
    (claim,) = parse_claims((HEAD + text).encode(), "c.toml", reduced())
    return claim.parts[0]


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        part(text)
    return caught.value.problems


def test_each_form_is_read_with_its_own_fields() -> None:
    boxes = (reduced().box({"data": ["personal"]}),)
    assert part(f'form = "by_human"\n{BOX}') == Part(Form.BY_HUMAN, boxes)
    assert part(ALWAYS) == Part(Form.ALWAYS_WITH, boxes, obligation="record_necessity", on="shared")
    assert part(ALWAYS.replace("shared", "refused")).on == "refused"
    assert part(f'form = "assured"\n{BOX}') == Part(Form.ASSURED, boxes)
    assert part(f'form = "assured"\n{BOX}answer = "yes"') == Part(Form.ASSURED, boxes, answer="yes")
    assert part(MONOTONE) == Part(Form.MONOTONE, boxes, attribute="status_basis", lower=("doubt",), upper="none")
    assert part(UNMOVED) == Part(Form.UNMOVED, boxes, attribute="status_basis")


def test_every_form_takes_an_exception_out_of_its_box() -> None:
    cut = 'except = { recipient = ["nhs"] }\n'
    for text in (ALWAYS, MONOTONE, UNMOVED, f'form = "assured"\n{BOX}', f'form = "by_human"\n{BOX}'):
        assert not any(box[1] & reduced().attribute("recipient").bits["nhs"] for box in part(text + cut).boxes)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            ALWAYS.replace("record_necessity", "record_necesity"),
            "c.toml:7: claim c: obligation record_necesity: did you mean record_necessity?",
        ),
        (
            ALWAYS.replace('obligation = "record_necessity"\n', ""),
            'claim c: obligation is missing: write obligation = "…"',
        ),
        (ALWAYS.replace('"shared"', '"share"'), "on share: did you mean shared?"),
        (ALWAYS.replace('on = "shared"\n', ""), 'on is missing: write on = "…"'),
        (f'form = "assured"\n{BOX}answer = "no"\n', "answer no: use one of yes"),
        (
            MONOTONE.replace("status_basis", "status"),
            "attribute: there is no attribute status: did you mean status_basis",
        ),
        (MONOTONE.replace('attribute = "status_basis"\n', ""), "attribute is missing"),
        (MONOTONE.replace('"status_basis"', '"pathway"'), "attribute: pathway may be a list"),
        (
            UNMOVED.replace('"status_basis"', '"recipient"'),
            "attribute: recipient decides how lists are read: compare by another",
        ),
        (MONOTONE.replace('"none"', '"nonne"'), "upper nonne: did you mean none?"),
        (MONOTONE.replace('"doubt"', '"doubts"'), "lower: status_basis has no value doubts: did you mean doubt?"),
        (MONOTONE.replace('lower = ["doubt"]\n', ""), 'lower is missing: write lower = ["…"]'),
        (MONOTONE.replace('upper = "none"', 'upper = "doubt"'), "doubt is the upper value: take it out of lower"),
        (
            MONOTONE.replace('data = ["personal"]', 'status_basis = ["none"]'),
            "lower: doubt lies outside the box: correct one of them",
        ),
        (UNMOVED + 'upper = "none"\n', "upper belongs to monotone: take it out"),
        (
            f'form = "never"\n{BOX}attribute = "status_basis"\n',
            "attribute belongs to monotone and unmoved: take it out",
        ),
        (f'form = "never"\n{BOX}on = "shared"\n', "on belongs to always_with: take it out"),
    ],
)
def test_a_fault_is_told_with_its_cure(text: str, problem: str) -> None:
    assert any(problem in line for line in problems(text)), problems(text)
