"""Entering a published response: a reading becomes answers, as a new version, or the reason is told why not (Rec 8).

The same document twice enters nothing. A changed one is a new version that supersedes; what it supersedes stays as it
is. A name, recommendation or recipient that the register does not know stops the whole document: nothing is guessed,
nothing overwritten. What is entered was read by a machine and says so until a person has confirmed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from safetoshare.base.database import unit_of_work
from safetoshare.core.documents.answers import Answer as ReadAnswer
from safetoshare.core.documents.answers import Recommendation as ReadRecommendation
from safetoshare.core.documents.cautions import About
from safetoshare.core.documents.reading import Reading
from safetoshare.core.standing import Progress
from safetoshare.scrutiny.models import Answer, Body, RecommendationRecipient, Report, Response
from safetoshare.scrutiny.selectors.bodies import body_called, folded
from safetoshare.scrutiny.services.register_entries import ADDRESSED, ALL_RECIPIENTS


@dataclass(frozen=True, slots=True)
class ResponseEntered:
    """A new version stands in the register. `unanswered` are recommendations that the document leaves out."""

    report: str
    responder: str
    version: int
    answered: tuple[str, ...]
    unanswered: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResponseKnown:
    """The same document, byte for byte, stands there already: nothing was entered."""

    report: str
    responder: str
    version: int
    is_superseded: bool


@dataclass(frozen=True, slots=True)
class ResponseRefused:
    """Nothing was entered, for these reasons."""

    problems: tuple[str, ...]


Outcome = ResponseEntered | ResponseKnown | ResponseRefused
_Places = dict[str, tuple[RecommendationRecipient, ...]]


def import_response(reading: Reading, *, name: str, content: bytes, entered_on: date) -> Outcome:
    """Enter what a published document answers; `content` is the document itself, kept with it."""
    with unit_of_work(write=True):
        report, responder = _report(reading), _responder(reading)
        if report is None or responder is None:
            return ResponseRefused(tuple(_unknown(reading, report, responder)))
        versions = list(report.responses.filter(responder=responder).defer("document", "plain_text"))
        sha256 = hashlib.sha256(content).hexdigest()
        for known in versions:
            if known.document_sha256 == sha256:
                return ResponseKnown(report.code, responder.name, known.version, known != versions[-1])
        day = reading.response_date or entered_on
        places = _places(report, _offices(responder, day))
        problems = [*_about_office(responder, day), *_about_document(reading, report), *_about_order(reading, versions)]
        problems += [problem for asked in reading.recommendations for problem in _about_line(asked, places)]
        if problems:
            return ResponseRefused(tuple(problems))
        response = Response.objects.create(
            report=report,
            responder=responder,
            version=len(versions) + 1,
            supersedes=versions[-1] if versions else None,
            dated_on=reading.response_date,
            entered_on=entered_on,
            document_name=name,
            document_sha256=sha256,
            document=content,
            plain_text=reading.text,
        )
        return _answers(reading, response, places)


def _report(reading: Reading) -> Report | None:
    if reading.title is None:
        return None
    # Locked, so that of two documents entered at once the second sees the first's version.
    return next((one for one in Report.objects.select_for_update() if folded(one.title) == folded(reading.title)), None)


def _responder(reading: Reading) -> Body | None:
    return body_called(reading.responder) if reading.responder else None


def _unknown(reading: Reading, report: Report | None, responder: Body | None) -> Iterator[str]:
    if reading.title is None:
        yield "the document does not name the report that it answers"
    elif report is None:
        yield f"the register knows no report called “{reading.title}”: enter its register file first"
    if reading.responder is None:
        yield "the document does not say who answers"
    elif responder is None:
        yield f"the register knows no body called “{reading.responder}”: add the name to its register file"


def _places(report: Report, offices: set[UUID]) -> _Places:
    """Return, for each number of the report, the lines that the responder speaks for: its own and those it oversees."""
    return {
        recommendation.number: tuple(
            one
            for one in recommendation.recipients.select_related("body").order_by("body__code")
            if offices & {one.body_id, one.body.overseen_by_id}
        )
        for recommendation in report.recommendations.all()
    }


def _offices(responder: Body, day: date) -> set[UUID]:
    """Return the responder and every body whose duties had come to it by a day."""
    found, coming = {responder.id}, [responder]
    while coming:
        before = [one for one in coming.pop().predecessors.filter(succeeded_on__lte=day) if one.id not in found]
        found |= {one.id for one in before}
        coming += before
    return found


def _about_office(responder: Body, day: date) -> Iterator[str]:
    if responder.successor is not None and responder.succeeded_on is not None and responder.succeeded_on <= day:
        yield f"the duties of {responder.name} passed to {responder.successor.name} on {responder.succeeded_on}"


def _about_document(reading: Reading, report: Report) -> Iterator[str]:
    if reading.falls_short:
        yield "the document answers no recommendation"
    if reading.report_published not in (None, report.published_on):
        yield f"the document says that the report was published on {reading.report_published}, the register says " + (
            f"{report.published_on}"
        )
    if reading.response_date is not None and reading.response_date < report.published_on:
        yield f"the response is dated {reading.response_date}, before the report was published"
    for caution in reading.warnings:
        if caution.about is About.UNKNOWN_RECIPIENT:
            yield caution.message


def _about_order(reading: Reading, versions: list[Response]) -> Iterator[str]:
    if not versions:
        return
    before = versions[-1].dated_on
    if reading.response_date is None:
        yield "the document gives no day, so nothing says that it is newer than what stands in the register"
    elif before is not None and reading.response_date < before:
        yield f"the document is dated {reading.response_date}, and the register has a newer one of {before}"


def _about_line(asked: ReadRecommendation, places: _Places) -> Iterator[str]:
    if asked.number is None:
        yield "a recommendation of the document has no number"
    elif asked.number not in places:
        yield f"the register knows no recommendation {asked.number} of this report"
    elif not places[asked.number]:
        yield f"recommendation {asked.number} is not addressed to this responder or to a body that it oversees"
    else:
        kinds = {place.body.kind for place in places[asked.number]}
        for code in asked.recipients:
            if code != ALL_RECIPIENTS and ADDRESSED.get(code) not in kinds:
                yield f"the document addresses recommendation {asked.number} to {code}; the register does not"


def _answers(reading: Reading, response: Response, places: _Places) -> ResponseEntered:
    answered, unanswered = [], []
    for asked in reading.recommendations:
        number = str(asked.number)
        if asked.answer is None:
            unanswered.append(number)
            continue
        answered.append(number)
        for place in places[number]:
            Answer.objects.create(response=response, recipient=place, **_columns(asked.answer))
    return ResponseEntered(
        response.report.code, response.responder.name, response.version, tuple(answered), tuple(unanswered)
    )


def _columns(answer: ReadAnswer) -> dict[str, object]:
    position = answer.position
    return {
        "passages": [
            {"title": passage.title, "text": passage.text, **asdict(passage.span)} for passage in answer.passages
        ],
        "stance": position.stance.value,
        "stance_words": position.stance_evidence.text if position.stance_evidence else "",
        "progress": Progress(position.progress.value) if position.progress else Progress.UNKNOWN,
        "progress_words": position.progress_evidence.text if position.progress_evidence else "",
    }
