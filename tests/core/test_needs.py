"""The codes of needs: each once, none of them a status."""

from safetoshare.core.needs import NEEDS


def test_each_need_stands_once_and_is_one_word() -> None:
    assert len(set(NEEDS)) == len(NEEDS)
    assert all(need.replace("_", "").isalpha() and need.islower() for need in NEEDS)


def test_what_migrants_are_often_refused_is_a_need_like_any_other() -> None:
    assert {"no_recourse", "immigration_advice", "interpreter", "safe_place"} <= set(NEEDS)
    assert not [need for need in NEEDS if "status" in need or "nationality" in need or "visa" in need]
