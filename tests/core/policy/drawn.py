"""Random policies, claims and requests within the reduced vocabulary, for the property tests."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.core.policy.examples import HEADER, reduced, rule

WORDS = {attribute.id: list(attribute.bits) for attribute in reduced().attributes}
OBLIGATIONS = list(reduced().obligations)
Conditions = dict[str, list[str]]
LISTS = ("actor", "subject", "pathway", "data")


def _some(values: list[str], least: int = 1) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=least, unique=True)


BOXES = st.fixed_dictionaries({}, optional={name: _some(values) for name, values in WORDS.items()})


@st.composite
def exceptions(draw: st.DrawFn, when: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Some requests of the box, never all: at least one attribute is cut to fewer values than it had."""
    allowed = {name: when.get(name, values) for name, values in WORDS.items()}
    cut = draw(st.sampled_from([name for name, values in allowed.items() if len(values) > 1]))
    exception = {cut: draw(st.lists(st.sampled_from(allowed[cut]), min_size=1, max_size=len(allowed[cut]) - 1))}
    for name in draw(st.sets(st.sampled_from(list(allowed)), max_size=2)) - {cut}:
        exception[name] = draw(_some(allowed[name]))
    return exception


@st.composite
def rules(draw: st.DrawFn, number: int) -> str:
    """One rule of any effect, with what rules may have beside it."""
    when = draw(BOXES)
    effect = draw(st.sampled_from(["never", "human", "may", "may"]))
    fields: dict[str, object] = {}
    if draw(st.booleans()) and any(len(when.get(name, WORDS[name])) > 1 for name in WORDS):
        fields["except"] = draw(exceptions(when))
    for key in ("duty", "instead"):
        if draw(st.booleans()):
            fields[key] = draw(_some(OBLIGATIONS, least=0))
    if effect == "human" and draw(st.booleans()):
        fields["by"] = draw(_some(["detective", "chief_officer"]))
    return rule(f"R{number}", effect, when, **fields)


@st.composite
def policies(draw: st.DrawFn) -> bytes:
    """A policy of up to eight rules that overlap in any way, within the reduced vocabulary."""
    count = draw(st.integers(1, 8))
    default = '[default]\nduty = ["record_necessity"]\ninstead = ["link_to_third_party"]\n'
    written = [draw(rules(number)) for number in range(count)]
    return "\n".join([HEADER, default if draw(st.booleans()) else "", *written]).encode()


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """A request within the reduced vocabulary, with lists wherever they are allowed."""
    return {
        name: draw(_some(values)) if name in LISTS else draw(st.sampled_from(values)) for name, values in WORDS.items()
    }


@st.composite
def asked_of_lists(draw: st.DrawFn) -> tuple[bytes, list[tuple[Conditions, list[Conditions]]]]:
    """A policy, and the box and conditions of each part of a claim; mostly aimed at what lists alone can break.

    Aimed: what is shared is shared for some pathways, and claimed never to be for the others or only when they apply.
    """
    if draw(st.integers(0, 3)) == 0:
        return draw(policies()), draw(st.lists(st.tuples(BOXES, st.lists(BOXES, max_size=2)), min_size=1, max_size=2))
    words = WORDS["pathway"]
    opened = draw(st.lists(st.sampled_from(words), min_size=1, max_size=len(words) - 1, unique=True))
    closed = [value for value in words if value not in opened]
    shared = [
        rule(f"S{number}", draw(st.sampled_from(["may", "human"])), {**draw(BOXES), "pathway": draw(_some(opened))})
        for number in range(draw(st.integers(1, 3)))
    ]
    never = [
        rule(f"N{number}", "never", {**draw(BOXES), "pathway": draw(_some(closed))})
        for number in range(draw(st.integers(0, 2)))
    ]
    box = draw(BOXES)
    part: tuple[Conditions, list[Conditions]] = ({**box, "pathway": closed}, [])
    if draw(st.booleans()):
        box = {name: values for name, values in box.items() if name != "pathway"}
        part = (box, [{**box, "pathway": opened}, *draw(st.lists(BOXES, max_size=1))])
    return "\n".join([HEADER, *shared, *never]).encode(), [part]
