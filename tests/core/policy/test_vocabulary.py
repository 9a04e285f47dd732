import pytest

from safetoshare.core.errors import PolicyError
from tests.core.policy.examples import reduced


def _problems(conditions: dict[str, object]) -> tuple[str, ...]:
    with pytest.raises(PolicyError) as caught:
        reduced().box(conditions)
    return caught.value.problems


def test_a_box_restricts_what_is_named_and_nothing_else() -> None:
    assert reduced().box({"recipient": ["nhs"]}) == (0b111, 0b010, 0b11, 0b111, 0b111, 0b111)
    assert reduced().box({}) == reduced().everything


def test_a_group_stands_for_its_values_and_mixes_with_others() -> None:
    assert reduced().box({"data": ["personal"]}) == reduced().box({"data": ["identity", "health"]})
    assert reduced().box({"data": ["personal", "aggregate"]}) == reduced().everything


def test_conditions_are_the_inverse_of_a_box() -> None:
    conditions = {"recipient": ["immigration_enforcement", "nhs"], "status_basis": ["doubt"]}
    assert reduced().conditions(reduced().box(conditions)) == conditions
    assert reduced().conditions(reduced().everything) == {}


def test_every_problem_of_a_box_is_told_with_the_nearest_name() -> None:
    assert _problems(
        {
            "reciepient": ["nhs"],
            "status_basis": ["doubts", "nothing_like_it"],
            "data": [],
            "actor": "detective",
            "subject": [1],
        }
    ) == (
        "there is no attribute reciepient: did you mean recipient?",
        "status_basis has no value doubts: did you mean doubt?",
        "status_basis has no value nothing_like_it: use one of none, doubt, evidence",
        "data is an empty list, which nothing can meet: name a value",
        'actor must be a list of values, such as ["detective"]',
        "subject has a value that is not text: write it in quotes",
    )


def test_a_value_that_cannot_be_a_key_is_a_problem_and_no_crash() -> None:
    assert _problems({"actor": [["detective"]]}) == ("actor has a value that is not text: write it in quotes",)


def test_the_number_of_requests_is_the_product_of_the_values() -> None:
    assert reduced().states == 3 * 3 * 2 * 3 * 3 * 3


def test_the_system_is_never_one_who_may_decide() -> None:
    assert reduced().deciders == ("detective", "chief_officer")


def test_more_groups_leave_the_vocabulary_itself_unchanged() -> None:
    more = reduced().with_groups({"recipient": {"outsiders": 0b101}})
    assert more.box({"recipient": ["outsiders"]})[1] == 0b101
    assert "outsiders" not in reduced().attribute("recipient").masks


def test_values_are_found_inside_a_mask_in_their_order() -> None:
    assert [value.id for value in reduced().attribute("data").inside(0b101)] == ["aggregate", "health"]


def test_a_group_names_its_members() -> None:
    assert reduced().members("data", "personal") == {"identity", "health"}
