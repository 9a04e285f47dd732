"""A record in words, and what a proof of it does not show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.markup import escape

from safetoshare.cli.console import table
from safetoshare.core.ledger.act import ActRecord
from safetoshare.core.ledger.record import PERMITTED, DisclosureRecord
from safetoshare.core.ledger.records import AnyRecord
from safetoshare.core.policy.vocabulary_file import published

# New lines, and the joiners that some scripts are written with.
_UNSEEN_BUT_MEANT: Final = "\n\u200c\u200d"


def show_record(record: AnyRecord) -> None:
    """Print a table of what a record says."""
    rows = [(name, escape(_printable(value))) for name, value in _rows(record) if value]
    table("What was recorded", ("Question", "Answer"), rows)


def limits(witnesses: Sequence[str]) -> str:
    """Return what a proof does not show, and whose word it is."""
    says = (
        "It shows that this was written down and not changed since. It does not show that nothing else was passed on. "
    )
    if not witnesses:
        return says + "The log is signed, and no witness that you named has cosigned it: it is the force's word only."
    return says + f"The log is signed, and cosigned by: {', '.join(map(_printable, witnesses))}."


def of_a_demonstration(origin: str) -> str:
    """Return what is added where a log is a demonstration's."""
    is_one = origin.startswith("demonstration.")
    return " This log is a demonstration's: nothing in it is about a real person." if is_one else ""


def _rows(record: AnyRecord) -> Iterator[tuple[str, str]]:
    """What a person asks of a record of either form."""
    return _act_rows(record) if isinstance(record, ActRecord) else _decision_rows(record)


def _act_rows(record: ActRecord) -> Iterator[tuple[str, str]]:
    """What was done about her or him, by whom, and why."""
    yield "Your record", str(record.number)
    yield "Day", record.on.isoformat()
    yield "Time (UTC)", record.at.strftime("%Y-%m-%d %H:%M")
    yield "What was done", record.act.replace("_", " ")
    yield "On the day", record.happened_on.isoformat() if record.happened_on else ""
    yield "Who", record.organisation_name
    yield "Kind of recipient", _label("recipient", record.recipient)
    yield "What about you", "; ".join(_label("data", kind) for kind in record.data)
    yield "For", _label("purpose", record.purpose)
    yield "On what basis", _label("gateway", record.gateway)
    yield "Answer", record.answer
    yield "Why it was needed", record.necessity
    yield "Why no less would do", record.proportionality
    yield "Evidence", record.evidence
    yield "Until", record.until.isoformat() if record.until else ""
    yield "About the record", record.concerns
    yield "Policy", record.policy
    yield "Policy's SHA-256", record.policy_sha256
    yield "Written down by a", record.role.replace("_", " ")
    yield "With a", record.second_role.replace("_", " ")


def _decision_rows(record: DisclosureRecord) -> Iterator[tuple[str, str]]:
    """Who was told what, when, why, and by which rule."""
    told = record.decision == PERMITTED
    yield "Your record", str(record.number)
    yield "Day", record.on.isoformat()
    yield "Time (UTC)", record.at.strftime("%Y-%m-%d %H:%M")
    yield "Decision", "to tell" if told else "not to tell"
    yield "Who was told" if told else "Who was not told", record.organisation_name
    yield "Kind of recipient", _label("recipient", record.recipient)
    yield "What about you" if told else "What was not told", "; ".join(_label("data", kind) for kind in record.data)
    yield "Fields given", ", ".join(record.fields)
    yield "For", _label("purpose", record.purpose)
    yield "Why it was needed", record.necessity
    yield "Your consent", _label("consent", record.consent)
    yield "Consent on", record.consent_on.isoformat() if record.consent_on else ""
    yield "By which rule", "\n".join(f"{name}: {says}" for name, says in _rules(record))
    yield "Based on", "; ".join(record.cites)
    yield "Policy", f"{record.policy}, adopted by {record.adopted_by}" if record.policy else ""
    yield "Policy's SHA-256", record.policy_sha256
    yield "A human decided", record.authorised_by.replace("_", " ")
    yield "Why no less would do", record.proportionality
    yield "Evidence", record.evidence
    yield "Decided by a", record.role.replace("_", " ")


def _rules(record: DisclosureRecord) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(record.rules):
        yield name, record.says[place] if place < len(record.says) else ""


def _label(attribute: str, code: str) -> str:
    """Return the vocabulary's words for a code; a code that this version does not know is shown as it is."""
    for known in published().attributes:
        if known.id == attribute:
            return next((value.label for value in known.values if value.id == code), code)
    return code


def _printable(text: str) -> str:
    """Leave out what would steer a terminal: the texts come from a file."""
    return "".join(letter if letter.isprintable() or letter in _UNSEEN_BUT_MEANT else "\ufffd" for letter in text)
