from safetoshare.core.documents.passages import Passage, Role, keys_of, number_of, unnumbered_key


def test_a_recommendation_without_number_has_a_key_and_no_number() -> None:
    assert number_of(unnumbered_key(1)) is None
    assert unnumbered_key(1) != unnumbered_key(2)
    assert number_of("3a") == "3a"


def test_keys_are_those_of_a_role_each_once() -> None:
    passages = [
        Passage(Role.ASKED, ("1", "2"), (), 1),
        Passage(Role.ANSWER, ("3",), (), 2),
        Passage(Role.ASKED, ("2",), (), 3),
    ]
    assert keys_of(passages, Role.ASKED) == ("1", "2")
