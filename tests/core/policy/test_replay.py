from safetoshare.core.policy.replay import Changed, Recorded, Replayed, replay
from safetoshare.core.policy.requests import Request, parse_request
from tests.core.policy.examples import SMALL_REQUEST, reduced, rule, small

POLICY = small(
    rule("M1", "may", {"recipient": ["nhs"]}),
    rule("H1", "human", {"recipient": ["nhs"], "data": ["health"]}),
    rule("N1", "never", {"status_basis": ["doubt"]}),
)


def asked(**changed: object) -> Request:
    return parse_request({**SMALL_REQUEST, **changed}, reduced())


def test_only_what_is_answered_otherwise_comes_out_with_the_rules_that_do_so() -> None:
    recorded = [
        Recorded("a", asked(data=["identity", "health"]), {"identity": "yes", "health": "yes"}),
        Recorded(2, asked(status_basis="doubt"), {"identity": "no"}),
        Recorded(None, asked(recipient="public"), {"identity": "human"}),
        Recorded("d", asked(data=["health"]), {"health": "yes"}),
    ]
    assert replay(POLICY, iter(recorded)) == Replayed(
        decisions=5,
        changed=(
            Changed("a", "health", "yes", "human", ("M1", "H1")),
            Changed(None, "identity", "human", "no", ()),
            Changed("d", "health", "yes", "human", ("M1", "H1")),
        ),
        counts={("yes", "human"): 2, ("human", "no"): 1},
    )


def test_the_days_of_a_request_decide_nothing() -> None:
    dated = asked(at="1999-01-01", promised_at="1999-01-01")
    assert replay(POLICY, [Recorded(1, dated, {"identity": "yes"})]).changed == ()


def test_lists_are_replayed_as_they_are_decided() -> None:
    several = asked(pathway=["domestic_abuse", "modern_slavery"], actor=["detective", "chief_officer"])
    assert replay(POLICY, [Recorded(1, several, {"identity": "yes"})]) == Replayed(1, (), {})


def test_nothing_recorded_is_nothing_changed() -> None:
    assert replay(POLICY, []) == Replayed(0, (), {})
