"""What the tests of documents share: reading documents, and comparing texts without case, spaces and punctuation."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from safetoshare.core.documents.as_json import as_json
from safetoshare.core.documents.formats import read_document
from safetoshare.core.documents.markdown import read_markdown
from safetoshare.core.documents.reading import Reading, read_response

RESPONSES = Path(__file__).parent / "responses"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in RESPONSES.glob("*.expected.json"))


def reading_of(markdown: str) -> Reading:
    """Read a response given as Markdown."""
    return read_response(read_markdown(markdown.encode()))


def read_as_json(markdown: str) -> dict[str, Any]:
    """Read a response given as Markdown, as JSON shows it."""
    value: dict[str, Any] = json.loads(json.dumps(as_json(reading_of(markdown))))
    return value


def document_as_json(content: bytes) -> dict[str, Any]:
    """Read a response in any format, as JSON shows it."""
    value: dict[str, Any] = json.loads(json.dumps(as_json(read_response(read_document(content)))))
    return value


def without_lines(value: Any) -> Any:  # noqa: ANN401  (JSON)
    """Return a reading without what a format alone knows: where its lines end, and on which line a text stands."""
    match value:
        case dict():
            return {key: without_lines(each) for key, each in value.items() if key not in {"line", "counted_in"}}
        case list():
            return [without_lines(each) for each in value]
        case str():
            return value.replace("\n", " ")
        case _:
            return value


def squeezed(text: str | None) -> str | None:
    """Return text without case, spaces and punctuation."""
    return None if text is None else re.sub(r"[\W_]", "", text).casefold()


def differences(read: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Return where a reading, as JSON, differs from the expected one; what that leaves out is not compared."""
    found = [
        f"{key}: {read[key]!r}, expected {expected[key]!r}"
        for key in ("title", "super_complaint", "report_published", "responder", "responder_kind", "response_date")
        if squeezed(read[key]) != squeezed(expected[key])
    ]
    numbers = [each["number"] for each in read["recommendations"]]
    if numbers != [each["number"] for each in expected["recommendations"]]:
        return [*found, f"numbers: {numbers}"]
    for ours, theirs in zip(read["recommendations"], expected["recommendations"], strict=True):
        found += [
            f"{theirs['number']}.{key}: {ours.get(key)!r}, expected {value!r}"
            for key, value in theirs.items()
            if not _agrees(key, value, ours, theirs)
        ]
    if "warnings" in expected:
        warned = sorted((each["about"], each["number"] or "") for each in read["warnings"])
        wanted = sorted((about, number or "") for about, number in expected["warnings"])
        found += [] if warned == wanted else [f"warnings: {warned}, expected {wanted}"]
    return found


def _agrees(key: str, value: object, ours: dict[str, Any], theirs: dict[str, Any]) -> bool:
    if key == "also_accept":
        return True
    if key == "status":
        return ours["status"] in {value, *theirs.get("also_accept", [])}
    if key == "items":
        return bool(_without_spans(ours["items"]) == value)
    if key not in {"text", "response_first_words", "response_last_words"}:
        return bool(ours[key] == value)
    text = squeezed(ours["response_text" if key == "response_last_words" else key])
    wanted = squeezed(str(value)) if value is not None else None
    if text is None or wanted is None:
        return text is wanted
    return {"text": text == wanted, "response_first_words": text.startswith(wanted)}.get(key, text.endswith(wanted))


def _without_spans(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"number": item["number"], "text": item["text"], "items": _without_spans(item["items"])} for item in items]
