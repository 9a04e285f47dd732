"""What the sealed groups of a report hold. No field is about immigration status, and none is required.

What was sealed once is opened for years: a field that did not exist then has its default, one that is not known here
is an error, so that nothing of what a person wrote is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final, Self

from safetoshare.core.errors import BadInputError

COMPLAINT: Final = "complaint"


class SealedFields:
    """A dataclass of texts, lists of texts and days that may be missing, as a JSON object and back."""

    def as_fields(self) -> dict[str, Any]:
        """Return the fields, to be sealed."""
        values: dict[str, Any] = asdict(self)  # type: ignore[call-overload]  # each subclass is a dataclass
        return {name: _plain(value) for name, value in values.items()}

    @classmethod
    def from_fields(cls, values: Mapping[str, Any]) -> Self:
        """Read what `as_fields` wrote. BadInputError for an unknown field or one of another kind."""
        known = {field.name: field.default for field in fields(cls)}  # type: ignore[arg-type]
        if not set(values) <= set(known):
            raise BadInputError("A sealed group holds a field that is not known here.")
        return cls(**{name: _like(known[name], value) for name, value in values.items()})


@dataclass(frozen=True)
class ReportContent(SealedFields):
    """What happened and what help is wanted. Sealed to the unit's ordinary key."""

    account: str = ""
    happened_when: str = ""
    # me, witness, supporter, or empty: not said. So with every empty text below.
    about: str = ""
    pathways: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    danger: str = ""
    # Whether the control room may read it where danger is now.
    duty: str = ""
    children: str = ""
    # The language that the person speaks best, in her own words.
    spoken_language: str = ""
    interpreter: str = ""
    # Where, as closely as she likes to say; the area alone stands in the clear, if she ticked it.
    place: str = ""
    # What might show it, in her own words; and the files that came with it, each as `SentFile.packed` writes it.
    evidence: str = ""
    files: tuple[str, ...] = ()
    # police, help_only, not_sure.
    wish: str = ""
    # A man or a woman, and not somebody of her own community.
    interpreter_wishes: tuple[str, ...] = ()
    # Of a supporter: whether the person knows and agrees (agrees, not_asked, does_not_know, cannot_be_asked), and where
    # the supporter works, in her own words.
    agreed: str = ""
    works_at: str = ""
    # The language of the page that she wrote on: messages to her are written in it.
    page_language: str = ""
    # The day on which she was shown the promise, before the first question: that promise binds (Rec 4(e)).
    promise_shown_on: date | None = None
    # Of a report that a third-party reporting centre typed in from paper: its name and reference, the day on the paper,
    # and whether the rule was read before it was written (yes, no, not_known).
    centre: str = ""
    written_on: date | None = None
    rule_read: str = ""


@dataclass(frozen=True)
class SafeContact(SealedFields):
    """How to reach her safely, and who must not know. Sealed to the unit's restricted key."""

    how: str = ""
    when: str = ""
    if_someone_else_answers: str = ""
    must_not_know: str = ""
    # none, call, text_message, e_mail, another_way.
    channel: str = ""
    # A word by which she knows that it is the unit that calls, and one by which she ends the call without a reason.
    code_word: str = ""
    stop_word: str = ""


@dataclass(frozen=True)
class Message(SealedFields):
    """A message to or from the reporter, with the code of its language.

    `kind` is "duress" where nobody wrote: she typed her word for danger; "control_room" where the control room noted
    what it did; "complaint" where she complains (Victims' Code Right 12), with the day.
    """

    text: str = ""
    language: str = ""
    kind: str = ""
    # The files that came with it, as in a report.
    files: tuple[str, ...] = ()
    # Of a complaint, from which its days count.
    written_on: date | None = None


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a field holds
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _like(default: object, value: Any) -> Any:  # noqa: ANN401  # whatever JSON holds
    if default is None:
        return _day(value)
    if isinstance(default, str) and isinstance(value, str):
        return value
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    raise BadInputError("A sealed group holds a field of another kind.")


def _day(value: object) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)  # type: ignore[arg-type]  # TypeError if no text
    except (TypeError, ValueError):
        raise BadInputError("A sealed group holds a field of another kind.") from None
