"""Z3 says whether a claim can be broken, or that it does not know: never a guess."""

import pytest

from safetoshare.core.errors import PolicyError
from safetoshare.core.policy.oracles.plain import question
from safetoshare.core.policy.oracles.solver import can_be_broken, solver_module
from tests.core.policy.examples import rule, small
from tests.core.policy.oracles.claimed import LISTS_ALONE, PLANTED, claim, faulty, kept


@pytest.mark.parametrize("name", PLANTED)
def test_it_tells_a_claim_that_holds_from_one_that_fails(name: str) -> None:
    asked = claim(name, PLANTED[name].claim)
    assert [can_be_broken(question(policy, asked)) for policy in (kept(), faulty(name))] == [False, True]


def test_it_finds_what_a_list_alone_breaks() -> None:
    opened = rule("M", "may", {"recipient": ["nhs"], "pathway": ["domestic_abuse"]})
    closed = rule("N", "never", {"pathway": ["modern_slavery"]})
    asked = claim("lists", LISTS_ALONE)
    assert can_be_broken(question(small(opened), asked))
    assert not can_be_broken(question(small(opened, closed), asked))


def test_an_answer_that_it_does_not_find_in_time_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    z3 = solver_module()
    monkeypatch.setattr(z3.Solver, "check", lambda self: z3.unknown)
    with pytest.raises(PolicyError, match=r"^Z3 does not settle it within 60 seconds: use fewer rules$"):
        can_be_broken(question(kept(), claim("never", PLANTED["never"].claim)))
