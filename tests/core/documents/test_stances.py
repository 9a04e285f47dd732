import itertools

import pytest

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.stances import Position, Progress, Stance, Status, joint_position, position_of


def position(*passages: str, national: bool = False) -> Position:
    return position_of([[Block(Kind.PARAGRAPH, text, start=0, line=1)] for text in passages], national=national)


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We accept this recommendation.", Stance.ACCEPTED),
        ("The force fully supports both recommendations.", Stance.ACCEPTED),
        ("Accepted.", Stance.ACCEPTED),
        ("Accepted – with thanks.", Stance.ACCEPTED),
        ("I agree with recommendation 4.", Stance.ACCEPTED),
        ("We partially accept the recommendation.", Stance.PARTIALLY),
        ("We accept recommendation 5 in part.", Stance.PARTIALLY),
        ("Accepted in principle but not as drafted.", Stance.PARTIALLY),
        ("We do not accept this recommendation.", Stance.NOT_ACCEPTED),
        ("I cannot support the recommendation.", Stance.NOT_ACCEPTED),
        ("We accept neither the rationale nor the evidence.", Stance.NOT_ACCEPTED),
        ("Not accepted: it costs too much.", Stance.NOT_ACCEPTED),
        ("The force will not be adopting this recommendation.", Stance.NOT_ACCEPTED),
        ("They are waiting for the national guidance from the NPCC.", Stance.AWAITING_NATIONAL_POSITION),
        ("Depending on the national direction we will see.", Stance.AWAITING_NATIONAL_POSITION),
        ("We await the Home Office’s review.", Stance.AWAITING_NATIONAL_POSITION),
        ("We will be following the approach outlined by the NPCC.", Stance.DEFERRED_TO_BODY),
        ("This is a matter for the Home Office.", Stance.DEFERRED_TO_BODY),
        ("We have nothing to add to that response.", Stance.DEFERRED_TO_BODY),
    ],
)
def test_stances_are_read_from_the_words_that_say_them(text: str, stance: Stance) -> None:
    read = position(text)
    assert read.stance is stance
    assert read.stance_evidence is not None
    assert read.stance_evidence.text in text


@pytest.mark.parametrize(
    "text",
    [
        "We have a policy that all victims are referred.",
        "The NPCC does not accept this recommendation.",
        "The Home Office has accepted the recommendation.",
        "If we accept this recommendation, officers will be trained.",
        "We were asked to accept the recommendation.",
        "We accept responsibility for the delay.",
        "Pending the outcome of recommendation 2, a direction was issued.",
        "We do not support the sharing of data.",
        "The partially sighted victim waited for a nurse.",
        "",
    ],
)
def test_words_that_say_no_stance_are_read_as_none(text: str) -> None:
    assert position(text).stance is Stance.NO_STATEMENT


@pytest.mark.parametrize(
    ("text", "progress"),
    [
        ("This recommendation has been implemented.", Progress.COMPLETED_CLAIMED),
        ("We consider this recommendation to be discharged.", Progress.COMPLETED_CLAIMED),
        ("Complete", Progress.COMPLETED_CLAIMED),
        ("Status: Completed", Progress.COMPLETED_CLAIMED),
        ("Training is being developed.", Progress.IN_PROGRESS),
        ("Work continues with partners.", Progress.IN_PROGRESS),
        ("The responses have not all been concluded.", Progress.IN_PROGRESS),
        ("Amber", Progress.IN_PROGRESS),
        ("This recommendation is partially complete.", Progress.IN_PROGRESS),
        ("No action has been taken yet.", Progress.NOT_STARTED),
        ("Work has not yet begun.", Progress.NOT_STARTED),
        ("Once this recommendation has been completed, we will say so.", None),
        ("This recommendation has not been completed.", None),
        ("The recommendation will be completed.", None),
        ("She completed a form.", None),
        ("The home was completed in May.", None),
    ],
)
def test_progress_is_a_claim_about_the_recommendation_not_about_anything_finished(
    text: str, progress: Progress | None
) -> None:
    assert position(text).progress is progress


def test_a_national_body_speaks_for_itself() -> None:
    assert position("The NPCC does not accept this recommendation.", national=True).stance is Stance.NOT_ACCEPTED


def test_the_latest_passage_decides_each_axis_by_itself() -> None:
    read = position("We accept this recommendation. Work is under way.", "Complete")
    assert (read.stance, read.progress) == (Stance.ACCEPTED, Progress.COMPLETED_CLAIMED)


def test_other_stances_of_other_sentences_are_kept_beside() -> None:
    read = position("We accept this recommendation. We await national guidance.")
    assert (read.stance, read.also) == (Stance.AWAITING_NATIONAL_POSITION, (Stance.ACCEPTED,))


def test_evidence_lies_where_it_says() -> None:
    block = Block(Kind.PARAGRAPH, "First. We accept this\nrecommendation. Last.", start=50, line=3)
    evidence = position_of([[block]]).stance_evidence
    assert evidence is not None
    assert (evidence.text, evidence.span.start, evidence.span.end) == ("We accept this recommendation.", 57, 87)


def test_the_one_status_follows_from_the_two_axes() -> None:
    by_stance = {
        Stance.AWAITING_NATIONAL_POSITION: Status.PENDING_NATIONAL,
        Stance.PARTIALLY: Status.PARTIALLY,
        Stance.NOT_ACCEPTED: Status.REJECTED,
    }
    for stance, progress in itertools.product(Stance, [*Progress, None]):
        status = Position(stance, None, progress).status
        if stance in by_stance:
            assert status is by_stance[stance]
        elif progress is Progress.IN_PROGRESS:
            assert status is Status.IN_PROGRESS
        elif progress is Progress.COMPLETED_CLAIMED:
            assert status is Status.COMPLETED
        else:
            assert status is (Status.ACCEPTED if stance is Stance.ACCEPTED else Status.NO_STATEMENT)


def test_a_whole_is_complete_only_when_each_part_is() -> None:
    done, begun, silent = position("Complete"), position("Ongoing"), Position()
    assert joint_position([done, done]).progress is Progress.COMPLETED_CLAIMED
    assert joint_position([done, silent]).progress is Progress.IN_PROGRESS
    assert joint_position([done, begun]).progress is Progress.IN_PROGRESS
    assert joint_position([silent, silent]) == Position()
    assert joint_position([position("Not started"), silent]).progress is Progress.NOT_STARTED


def test_parts_accepted_and_refused_are_partial_acceptance() -> None:
    whole = joint_position([position("Accepted."), position("Rejected.")])
    assert whole.stance is Stance.PARTIALLY
    assert set(whole.also) == {Stance.ACCEPTED, Stance.NOT_ACCEPTED}
