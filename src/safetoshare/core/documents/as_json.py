"""A reading as plain values for JSON: names in snake case, days as ISO 8601, null where the text is silent."""

from __future__ import annotations

from typing import Any

from safetoshare.core.documents.answers import Recommendation
from safetoshare.core.documents.blocks import Span
from safetoshare.core.documents.items import Item
from safetoshare.core.documents.reading import Reading
from safetoshare.core.documents.stances import Evidence


def as_json(reading: Reading) -> dict[str, Any]:
    """Return the reading as dictionaries, lists and strings.

    `plain_text` is what all spans point into; the `line` of a span counts what `counted_in` says.
    """
    return {
        "title": reading.title,
        "super_complaint": reading.super_complaint,
        "report_published": reading.report_published.isoformat() if reading.report_published else None,
        "responder": reading.responder,
        "responder_kind": reading.responder_kind,
        "response_date": reading.response_date.isoformat() if reading.response_date else None,
        "recommendations": [_recommendation(each) for each in reading.recommendations],
        "dates": [
            {
                "dated_as": said.dated_as,
                "day": said.day.isoformat() if said.day else None,
                "text": said.text,
                "span": _span(said.span),
            }
            for said in reading.dates
        ],
        "warnings": [
            {"about": each.about, "number": each.number, "message": each.message} for each in reading.warnings
        ],
        "counted_in": reading.counted_in,
        "plain_text": reading.text,
    }


def _recommendation(recommendation: Recommendation) -> dict[str, Any]:
    position = recommendation.position
    answer = recommendation.answer
    return {
        "sort": recommendation.sort,
        "number": recommendation.number,
        "recipients": list(recommendation.recipients),
        "text": recommendation.text,
        "span": _span(recommendation.span),
        "items": [_item(item) for item in recommendation.items],
        "has_response": recommendation.has_response,
        "response_first_words": answer.first_words if answer else None,
        "response_text": answer.text if answer else None,
        "response_passages": [
            {"title": p.title or None, "part": p.part or None, "text": p.text, "span": _span(p.span)}
            for p in (answer.passages if answer else ())
        ],
        "stance": position.stance,
        "stance_evidence": _evidence(position.stance_evidence),
        "progress": position.progress,
        "progress_evidence": _evidence(position.progress_evidence),
        "status": position.status,
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "text": item.text,
        "span": _span(item.span),
        "items": [_item(child) for child in item.items],
    }


def _span(span: Span | None) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end, "line": span.line} if span else None


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    return {"text": evidence.text, "span": _span(evidence.span)} if evidence else None
