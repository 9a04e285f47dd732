import itertools
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.policy.boxes import Box, size, total
from safetoshare.core.policy.diagrams import NOTHING, Diagrams
from tests.core.policy.drawn import BOXES
from tests.core.policy.examples import reduced

WORDS = reduced()
ORDER = (1, 0, 2, 4, 5, 3)
POINTS = list(itertools.product(*(range(len(attribute.values)) for attribute in WORDS.attributes)))


def diagram(diagrams: Diagrams, values: Mapping[tuple[int, ...], object], given_: tuple[int, ...] = ()) -> int:
    """Return the diagram of a function of points, built the slow way: value by value."""
    level = len(given_)
    if level == len(ORDER):
        by_place = dict(zip(ORDER, given_, strict=True))
        return diagrams.leaf(values.get(tuple(by_place[place] for place in range(level))))
    masks: dict[int, int] = {}
    for value in range(len(diagrams.attributes[level].values)):
        below = diagram(diagrams, values, (*given_, value))
        masks[below] = masks.get(below, 0) | 1 << value
    return diagrams.split(level, masks)


def inside(point: tuple[int, ...], box: Box) -> bool:
    return all(mask >> value & 1 for value, mask in zip(point, box, strict=True))


def of_boxes(diagrams: Diagrams, boxes: list[Box]) -> tuple[int, set[tuple[int, ...]]]:
    """Return the diagram of the union of boxes, and its points."""
    points = {point for point in POINTS if any(inside(point, box) for box in boxes)}
    return diagram(diagrams, dict.fromkeys(points, "x")), points


def boxes_of(written: list[dict[str, list[str]]]) -> list[Box]:
    return [WORDS.box(box) for box in written]


@given(st.lists(BOXES, max_size=3))
def test_its_boxes_are_the_set_again_disjoint_and_counted(written: list[dict[str, list[str]]]) -> None:
    diagrams = Diagrams(WORDS, ORDER)
    number, points = of_boxes(diagrams, boxes_of(written))
    boxes = diagrams.boxes(number)
    assert diagrams.count(number) == total(boxes) == len(points)
    assert {point for point in POINTS if any(inside(point, box) for box in boxes)} == points
    assert (number == NOTHING) == (not points)


@given(st.lists(BOXES, max_size=3), st.lists(BOXES, max_size=3))
def test_two_sets_have_one_number_and_one_hash_exactly_if_they_are_equal(
    one: list[dict[str, list[str]]], two: list[dict[str, list[str]]]
) -> None:
    diagrams, others = Diagrams(WORDS, ORDER), Diagrams(WORDS, ORDER)
    first, points = of_boxes(diagrams, boxes_of(one))
    second, other_points = of_boxes(diagrams, boxes_of(two))
    assert (first == second) == (points == other_points)
    assert (diagrams.digest(first) == diagrams.digest(second)) == (points == other_points)
    # Numbers are of one collection of diagrams; the hash is of the set wherever it stands.
    apart, _ = of_boxes(others, boxes_of(two))
    assert others.digest(apart) == diagrams.digest(second)


@given(st.lists(BOXES, min_size=1, max_size=3), st.sampled_from(range(6)), st.integers(0, 7))
def test_a_part_of_it_is_what_has_those_values(written: list[dict[str, list[str]]], place: int, mask: int) -> None:
    diagrams = Diagrams(WORDS, ORDER)
    number, points = of_boxes(diagrams, boxes_of(written))
    part = diagram(diagrams, {point: "x" for point in points if mask >> point[place] & 1})
    assert diagrams.only(number, place, mask) == part


@given(BOXES, BOXES)
def test_other_values_in_the_leaves_unite_what_they_make_equal(
    one: dict[str, list[str]], two: dict[str, list[str]]
) -> None:
    diagrams = Diagrams(WORDS, ORDER)
    boxes = boxes_of([one, two])
    values = {p: "both" if inside(p, boxes[0]) and inside(p, boxes[1]) else "one" for p in of_boxes(diagrams, boxes)[1]}
    number = diagram(diagrams, values)
    assert set(diagrams.leaves(number)) == set(values.values())
    assert diagrams.map(number, lambda _: "x") == of_boxes(diagrams, boxes)[0]
    both = {point: "x" for point, value in values.items() if value == "both"}
    assert diagrams.map(number, {"both": "x"}.get) == diagram(diagrams, both)  # type: ignore[arg-type]
    assert diagrams.map(number, lambda _: None) == NOTHING


def test_an_attribute_that_makes_no_difference_is_left_out() -> None:
    diagrams = Diagrams(WORDS, ORDER)
    leaf = diagrams.leaf("x")
    assert diagrams.split(0, {leaf: 0b111}) == leaf
    assert diagrams.split(0, {NOTHING: 0b111}) == diagrams.split(0, {leaf: 0}) == NOTHING
    assert diagrams.first_split(leaf) == ((0b111, leaf),)
    assert diagrams.first_split(NOTHING) == ()
    assert diagrams.count(leaf) == WORDS.states == size(WORDS.everything)


def test_the_first_split_gives_each_value_its_own_part() -> None:
    diagrams = Diagrams(WORDS, ORDER)
    number, _ = of_boxes(diagrams, boxes_of([{"recipient": ["nhs"]}, {"recipient": ["public"], "data": ["health"]}]))
    assert sorted(mask for mask, _ in diagrams.first_split(number)) == [0b010, 0b100]
