import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.boxes import (
    Box,
    Budget,
    contains,
    disjoint,
    first_point,
    intersect,
    merge,
    size,
    subtract,
    subtract_all,
    total,
)

WIDTHS = (3, 2, 4)
BOXES = st.tuples(*(st.integers(1, 2**width - 1) for width in WIDTHS))
Point = tuple[int, ...]


def points(boxes: list[Box]) -> list[Point]:
    """Every point of every box, as often as it is covered."""
    return [
        point
        for box in boxes
        for point in itertools.product(*(range(width) for width in WIDTHS))
        if all(mask >> place & 1 for mask, place in zip(box, point, strict=True))
    ]


@given(BOXES, BOXES)
def test_intersect_holds_what_is_in_both(left: Box, right: Box) -> None:
    common = intersect(left, right)
    assert set(points([common] if common else [])) == set(points([left])) & set(points([right]))


@given(BOXES, BOXES)
def test_contains_is_the_subset_relation(outer: Box, inner: Box) -> None:
    assert contains(outer, inner) == (set(points([inner])) <= set(points([outer])))


@given(BOXES)
def test_size_counts_the_points(box: Box) -> None:
    assert size(box) == len(points([box]))


@given(BOXES, BOXES)
def test_subtract_leaves_the_rest_once_in_at_most_a_box_for_each_attribute(box: Box, cutter: Box) -> None:
    pieces = subtract(box, cutter)
    assert sorted(points(pieces)) == sorted(set(points([box])) - set(points([cutter])))
    assert len(pieces) <= len(WIDTHS)
    assert all(all(piece) for piece in pieces)


@given(st.lists(BOXES, max_size=6), st.lists(BOXES, max_size=6))
def test_disjoint_boxes_without_cutters_hold_the_difference_of_the_unions(boxes: list[Box], cutters: list[Box]) -> None:
    remaining = subtract_all(disjoint(boxes), cutters)
    assert sorted(points(remaining)) == sorted(set(points(boxes)) - set(points(cutters)))
    assert total(remaining) == len(set(points(boxes)) - set(points(cutters)))


@given(st.lists(BOXES, max_size=6))
def test_merge_keeps_the_set_and_never_needs_more_boxes(boxes: list[Box]) -> None:
    apart = disjoint(boxes)
    merged = merge(apart)
    assert sorted(points(merged)) == sorted(points(apart))
    assert len(merged) <= len(apart)
    assert merge(merged) == merged


def test_merge_unites_boxes_that_differ_in_one_attribute() -> None:
    assert merge([(0b001, 0b1, 0b1), (0b010, 0b1, 0b1), (0b100, 0b1, 0b1)]) == [(0b111, 0b1, 0b1)]


def test_merge_of_nothing_is_nothing() -> None:
    assert merge([]) == []


@given(BOXES)
def test_the_first_point_is_in_the_box(box: Box) -> None:
    assert first_point(box) in points([box])


def test_too_many_cuts_are_refused_and_not_waited_for() -> None:
    box = (0b111, 0b11, 0b1111)
    with pytest.raises(PolicyError, match="no proof is given"):
        subtract_all([box], [(0b010, 0b10, 0b0110), (0b1, 0b1, 0b1)], Budget(2))
    with pytest.raises(PolicyError, match="2 cuts do not settle it"):
        disjoint([(0b001, 0b11, 0b1111), (0b011, 0b01, 0b1), (0b111, 0b11, 0b11)], Budget(2))


def test_a_budget_is_shared_by_all_steps() -> None:
    budget = Budget(3)
    budget.spend(2)
    budget.spend(1)
    with pytest.raises(PolicyError):
        budget.spend(1)
