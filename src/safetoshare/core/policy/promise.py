"""The promise of one version: what is proved of it, what it leaves open, and what it cannot cover (Recs 1 and 4(e)).

Layered: one sentence, the short promise, and all that was proved. Nothing stands here that was not proved of the file
with this hash. What may be told to the Home Office is not described but listed: the proved region itself, as boxes
with all their conditions, so that nobody has to trust a summary.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from safetoshare.core.policy.boxes import Box, intersect, merge
from safetoshare.core.policy.claims import Layer
from safetoshare.core.policy.limits import Limit, applying
from safetoshare.core.policy.prove import Proof, Regions
from safetoshare.core.policy.rules import Policy
from safetoshare.core.policy.vocabulary import Vocabulary

RECIPIENT: Final = "recipient"
ASKED_OF: Final = "home_office_bodies"
ABOUT: Final = {"subject": ["protected"], "data": ["personal"]}
ENGLISH: Final = "en"

# The words around the sentences. They are the pages' own texts, by which translations are found.
WORDS: Final = {
    "rule": "This is our rule, and this system follows it:",
    "none": "Nothing is promised by this rule.",
    "short": "In short",
    "limits": "When this rule does not protect you",
    "openings": "What each part of the Home Office may be told",
    "human": "A person decides whether it is told something about you, if every line of one of these lists is true.",
    "yes": "It is told something about you, without a person deciding, if every line of one of these lists is true.",
    "nothing": "Nothing.",
    "all": "All that was proved of this rule",
    "failing": "What this rule does not promise",
    "check": "How to check it",
}


class Said(Protocol):
    """A claim as it is said: its sentence in each language, and how early a person reads it."""

    @property
    def id(self) -> str: ...

    @property
    def says(self) -> Mapping[str, str]: ...

    @property
    def layer(self) -> Layer: ...


@dataclass(frozen=True)
class Failing:
    """A claim that does not hold of the version, with a request that shows it, in English words."""

    claim: Said
    counterexample: str


@dataclass(frozen=True)
class Towards:
    """What one recipient is or may be told of protected people, exactly: left to a human, and told outright."""

    recipient: str
    by_human: tuple[Box, ...]
    outright: tuple[Box, ...]

    @property
    def is_closed(self) -> bool:
        """Whether nothing is ever told."""
        return not self.by_human and not self.outright


@dataclass(frozen=True)
class Promise:
    """All that may be said of one version. `short` leaves out `sentence`; `holding` is all, in the file's order."""

    policy: str
    title: str
    sha256: str
    sentence: Said | None
    short: tuple[Said, ...]
    holding: tuple[Said, ...]
    failing: tuple[Failing, ...]
    towards: tuple[Towards, ...]
    limits: tuple[Limit, ...]
    vocabulary: Vocabulary

    @property
    def further(self) -> tuple[Said, ...]:
        """What was proved besides the sentence and the short promise."""
        return tuple(claim for claim in self.holding if claim != self.sentence and claim not in self.short)


def promise_of(
    policy: Policy, claims: Iterable[Said], proof: Proof, limits: Iterable[Limit], found: Regions
) -> Promise:
    """Return the promise of a version: of its claims, those alone that its proof says hold."""
    results = {result.id: result for result in proof.properties}
    claims = [claim for claim in claims if claim.id in results]
    holding = tuple(claim for claim in claims if results[claim.id].holds)
    sentence = next((claim for claim in holding if claim.layer is Layer.SENTENCE), None)
    return Promise(
        policy=policy.id,
        title=policy.title,
        sha256=policy.sha256,
        sentence=sentence,
        short=tuple(c for c in holding if c.layer is not Layer.FULL and c is not sentence),
        holding=holding,
        failing=tuple(Failing(c, results[c.id].counterexample or "") for c in claims if not results[c.id].holds),
        towards=tuple(openings(found, policy.vocabulary)),
        limits=applying(limits, found.shared, {claim.id for claim in holding}),
        vocabulary=policy.vocabulary,
    )


def openings(found: Regions, vocabulary: Vocabulary) -> Iterator[Towards]:
    """Yield what each Home Office body is or may be told of protected people's personal data, as few boxes."""
    recipients = vocabulary.attribute(RECIPIENT)
    for recipient in recipients.inside(recipients.mask([ASKED_OF])):
        asked = question(vocabulary, recipient.id)
        yield Towards(recipient.id, _inside(found.human, asked), _inside(found.yes, asked))


def question(vocabulary: Vocabulary, recipient: str) -> Box:
    """Return the box of all requests to tell a recipient personal data of protected people."""
    return vocabulary.box({RECIPIENT: [recipient], **ABOUT})


def conditions_beyond(box: Box, asked: Box, vocabulary: Vocabulary) -> Mapping[str, tuple[str, ...]]:
    """Return attribute -> values for all that restricts a box beyond the question that it answers."""
    return {
        attribute.id: tuple(value.id for value in attribute.inside(box[place]))
        for place, attribute in enumerate(vocabulary.attributes)
        if box[place] != asked[place]
    }


def promise_text(promise: Promise, language: str, translate: Callable[[str], str]) -> str:
    """Return the whole promise as plain text.

    `translate` gives the text of an English one, of the pages' or the vocabulary's, in that language. What has no
    translation stands in English, and says so.
    """
    writer = _Writer(promise, language, translate)
    return "\n".join(writer.lines()) + "\n"


@dataclass(frozen=True)
class _Writer:
    promise: Promise
    language: str
    translate: Callable[[str], str]

    def lines(self) -> Iterator[str]:
        promise = self.promise
        yield f"{promise.title} ({promise.policy})"
        yield f"SHA-256: {promise.sha256}"
        yield from ("", self.word(WORDS["rule"] if promise.holding else WORDS["none"]))
        if promise.sentence is not None:
            yield from ("", self.sentence(promise.sentence.says))
        yield from self.section("short", (self.sentence(claim.says) for claim in promise.short))
        yield from self.section("limits", (self.sentence(limit.says) for limit in promise.limits))
        yield from ("", self.word(WORDS["openings"]))
        for towards in promise.towards:
            yield from self.towards(towards)
        yield from self.section("all", (f"{self.sentence(c.says)} ({c.id})" for c in promise.holding))
        yield from self.section("failing", (f"{self.sentence(f.claim.says)} ({f.claim.id})" for f in promise.failing))
        yield from ("", f"{self.word(WORDS['check'])}: safetoshare policy prove FILE")

    def section(self, name: str, sentences: Iterable[str]) -> Iterator[str]:
        found = [f"- {sentence}" for sentence in sentences]
        if found:
            yield from ("", self.word(WORDS[name]), *found)

    def towards(self, towards: Towards) -> Iterator[str]:
        yield from ("", self.label(RECIPIENT, towards.recipient))
        if towards.is_closed:
            yield f"  {self.word(WORDS['nothing'])}"
        for name, boxes in (("human", towards.by_human), ("yes", towards.outright)):
            if boxes:
                yield f"  {self.word(WORDS[name])}"
            for number, box in enumerate(boxes, start=1):
                yield from self.box(number, box, question(self.promise.vocabulary, towards.recipient))

    def box(self, number: int, box: Box, asked: Box) -> Iterator[str]:
        vocabulary = self.promise.vocabulary
        yield f"  {number}."
        for name, values in conditions_beyond(box, asked, vocabulary).items():
            words = "; ".join(self.label(name, value) for value in values)
            yield f"     {self.word(vocabulary.attribute(name).label)}: {words}"

    def label(self, attribute: str, value: str) -> str:
        return self.word(self.promise.vocabulary.attribute(attribute).labels[value])

    def sentence(self, says: Mapping[str, str]) -> str:
        return says[self.language] if self.language in says else self._in_english(says[ENGLISH])

    def word(self, text: str) -> str:
        translated = self.translate(text)
        return translated if translated != text else self._in_english(text)

    def _in_english(self, text: str) -> str:
        return text if self.language == ENGLISH else f"{text} [English]"


def _inside(boxes: Iterable[Box], asked: Box) -> tuple[Box, ...]:
    common = (intersect(box, asked) for box in boxes)
    return tuple(merge([box for box in common if box is not None]))
