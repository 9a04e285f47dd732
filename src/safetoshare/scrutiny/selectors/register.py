"""The register as it stood, or will stand, on a day (Rec 8). Nothing here is stored: `core.standing` derives it."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from safetoshare.core.deadlines import Deadline, Rule, deadline
from safetoshare.core.documents.stances import Stance
from safetoshare.core.known_days import KnownDay
from safetoshare.core.standing import Asked, DatedAnswer, Finding, Progress, answers_by, standing
from safetoshare.core.working_days import england_and_wales
from safetoshare.scrutiny import models
from safetoshare.scrutiny.selectors.shown import (
    ShownAnswer,
    ShownBody,
    ShownFinding,
    ShownLine,
    ShownPart,
    ShownPassage,
    ShownReport,
    ShownSupersession,
)


def register_on(day: date) -> tuple[ShownReport, ...]:
    """Return the reports published by that day, newest first, with every line of theirs."""
    reports = (
        models.Report.objects.filter(published_on__lte=day)
        .select_related("super_complaint")
        .prefetch_related(
            "super_complaint__made_by",
            Prefetch("recommendations", queryset=_recommendations()),
            Prefetch("recommendations__recipients", queryset=_recipients()),
            "recommendations__parts",
        )
        .order_by("-published_on", "code")
    )
    return tuple(_report(report, day) for report in reports)


def line_on(report: str, number: str, body: str, day: date) -> ShownLine | None:
    """Return one line as it stands on a day; None when the register has none, or had none by then."""
    found = (
        _recipients()
        .select_related("recommendation__report", "recommendation__supersession__by__report", "body__successor")
        .prefetch_related("recommendation__parts")
        .filter(
            recommendation__report__code=report,
            recommendation__number=number,
            body__code=body,
            recommendation__report__published_on__lte=day,
        )
        .first()
    )
    return _line(found.recommendation, report, found, day) if found else None


def _recommendations() -> QuerySet[models.Recommendation]:
    return models.Recommendation.objects.select_related("supersession__by__report")


def _recipients() -> QuerySet[models.RecommendationRecipient]:
    answers = models.Answer.objects.select_related("response__responder").defer(
        "response__document", "response__plain_text"
    )
    return (
        models.RecommendationRecipient.objects.select_related("body__successor")
        .prefetch_related("deadlines", "findings", Prefetch("answers", queryset=answers.order_by("response__version")))
        .order_by("body__kind", "body__code")
    )


def _report(report: models.Report, day: date) -> ShownReport:
    complaint = report.super_complaint
    return ShownReport(
        code=report.code,
        title=report.title,
        published_on=report.published_on,
        extent=report.extent,
        complaint=complaint.code if complaint else "",
        made_by=tuple(sorted(body.name for body in complaint.made_by.all())) if complaint else (),
        lines=tuple(
            _line(recommendation, report.code, recipient, day)
            for recommendation in report.recommendations.all()
            for recipient in recommendation.recipients.all()
        ),
    )


def _line(
    recommendation: models.Recommendation, report: str, recipient: models.RecommendationRecipient, day: date
) -> ShownLine:
    body = recipient.body
    versions = answers_by([_answer(answer, body) for answer in recipient.answers.all()], day)
    clocks = [(Asked(clock.asked), _deadline(clock)) for clock in recipient.deadlines.all()]
    findings = [one for one in recipient.findings.all() if one.found_on <= day]
    superseded = _superseded(recommendation, day)
    return ShownLine(
        report=report,
        number=recommendation.number,
        text=recommendation.text,
        parts=tuple(ShownPart(part.code, part.text, part.natural_evidence) for part in recommendation.parts.all()),
        body=ShownBody(body.code, body.name, _successor(body, day), _ends(body), body.ends_source),
        standing=standing(
            [DatedAnswer(one.dated_on, one.stance, one.progress) for one in versions],
            clocks,
            day,
            findings=[Finding(one.found_on, one.is_confirmed) for one in findings],
            superseded_on=superseded.on if superseded else None,
        ),
        versions=tuple(versions),
        findings=tuple(ShownFinding(one.found_on, one.is_confirmed, one.words) for one in findings),
        superseded=superseded,
    )


def _superseded(recommendation: models.Recommendation, day: date) -> ShownSupersession | None:
    found: models.Supersession | None = getattr(recommendation, "supersession", None)
    if found is None or found.on > day:
        return None
    by = found.by
    return ShownSupersession(found.on, found.source, by.number if by else "", by.report.title if by else "")


def _ends(body: models.Body) -> KnownDay | None:
    if body.ends_first is None or body.ends_last is None:
        return None
    return KnownDay(body.ends_first, body.ends_last)


def _successor(body: models.Body, day: date) -> str:
    if body.successor is None or body.succeeded_on is None or body.succeeded_on > day:
        return ""
    return body.successor.name


def _deadline(clock: models.Deadline) -> Deadline:
    return deadline(Rule(clock.rule), clock.base, clock.count, clock.source, england_and_wales())


def _answer(answer: models.Answer, body: models.Body) -> ShownAnswer:
    response = answer.response
    return ShownAnswer(
        version=response.version,
        dated_on=response.dated_on,
        answered_by=response.responder.name,
        is_for_another=response.responder_id != body.id,
        stance=Stance(answer.stance),
        stance_words=answer.stance_words,
        progress=Progress(answer.progress),
        progress_words=answer.progress_words,
        passages=tuple(ShownPassage(**passage) for passage in answer.passages),
        document_name=response.document_name,
        document_sha256=response.document_sha256,
        is_confirmed=answer.confirmed_by is not None,
    )
