import pytest

from safetoshare.core.documents.bodies import BodyKind, find_bodies, kind_of, short_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Avon and Somerset PCC", BodyKind.PCC),
        ("AVON AND SOMERSET PCC", BodyKind.PCC),
        ("Police and Crime Commissioner for Northmoor", BodyKind.PCC),
        ("Northmoor’s Police, Fire and Crime Commissioner", BodyKind.PCC),
        ("Northmoor Constabulary", BodyKind.FORCE),
        ("Chief Constable of Northmoor", BodyKind.FORCE),
        ("Westhaven PCC and Westhaven Police", BodyKind.JOINT),
        ("National Police Chiefs’ Council", BodyKind.NATIONAL),
        ("Home Office", BodyKind.NATIONAL),
        ("The Fernhill Trust", None),
    ],
)
def test_a_name_says_what_kind_of_body_it_is(name: str, kind: BodyKind | None) -> None:
    assert kind_of(name) is kind


def test_bodies_are_found_without_the_people_before_them() -> None:
    text = "Jo Example QPM, Chair, National Police Chiefs’ Council and Avon and Somerset Police; the PCC for Eastmarch"
    assert find_bodies(text) == ["National Police Chiefs’ Council", "Avon and Somerset Police", "PCC for Eastmarch"]


def test_a_short_name_is_the_place() -> None:
    assert short_name("Northmoor Constabulary") == "Northmoor"
    assert short_name("Police and Crime Commissioner for Eastmarch") == "Eastmarch"
    assert short_name("a person") == ""
