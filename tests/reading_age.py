"""How old a reader of a page must be: the grade of Flesch and Kincaid, and five years of life before the first grade.

    grade = 0.39 · words / sentences + 11.8 · syllables / words - 15.59        age = grade + 5

Source: J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom, "Derivation of new readability formulas (Automated
Readability Index, Fog Count and Flesch Reading Ease formula) for Navy enlisted personnel", Research Branch Report
8-75, Naval Technical Training, 1975. A child in the first grade is six. It measures the length of words and sentences
and nothing else: it does not know whether a text is true, kind or clear, and it is for English alone.

Counted is running text of `main`: whole sentences. A label, a button or a link without a full stop is none. A colon
ends no sentence. Syllables are counted twice, by hyphenation and by runs of vowels, and the larger count is taken, so
that a page looks harder rather than easier than it is. The name of a body is one word of two syllables: its words are
not ours to choose, and a reader takes it as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyphen  # type: ignore[import-untyped]

from tests.web.trees import Element

# The longest first: each stands for itself.
NAMES = (
    *("Home Office (immigration) enforcement", "Home Office (immigration)", "Home Office"),
    *("Lighthouse Safeguarding Unit", "Avon and Somerset Police", "National Crime Agency"),
    *("Independent Office for Police Conduct", "Information Commissioner", "Forced Marriage Unit"),
    *("Gangmasters and Labour Abuse Authority", "GLAA", "MARAC", "NHS"),
)
_NAME = "Office"
# What begins a text of its own.
_BLOCKS = frozenset(
    {"p", "li", "h1", "h2", "h3", "label", "legend", "div", "ul", "ol", "dt", "dd", "summary", "button", "form"}
)
_SENTENCE = re.compile(r"[^.?!]+[.?!]+(?=\s|$)")
_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*|\d+")
_HYPHENS = pyphen.Pyphen(lang="en_US", left=1, right=2)


@dataclass(frozen=True)
class Reading:
    """What was counted of a text."""

    words: int
    sentences: int
    syllables: int

    @property
    def age(self) -> float:
        """The age of a reader, in years."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59 + 5


def sentences_of(main: Element) -> list[str]:
    """Return the sentences of a page, in its order."""
    found = []
    for block in _texts(main):
        text = re.sub(r"\s+", " ", block).strip()
        # What introduces a list ends with a colon, and is a sentence.
        found += _SENTENCE.findall(re.sub(r":$", ".", text))
    return [sentence.strip() for sentence in found]


def reading_of(sentences: list[str]) -> Reading:
    """Count words, sentences and syllables."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    return Reading(len(words), len(sentences), sum(map(syllables_of, words)))


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence, the name of a body as one."""
    for name in NAMES:
        sentence = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _NAME, sentence)
    return _WORD.findall(sentence)


def syllables_of(word: str) -> int:
    """Return the syllables of a word, rather too many than too few; a number has one for each digit."""
    if word.isdigit():
        return len(word)
    parts = re.sub("[’']", "", word.lower()).split("-")
    return sum(max(len(_HYPHENS.positions(part)) + 1, _vowels(part)) for part in parts)


def _vowels(word: str) -> int:
    """Count runs of vowels; an `e` that ends a word, or stands before its `d` or `s`, is mostly not spoken."""
    runs = len(re.findall("[aeiouy]+", word))
    silent = re.search(r"([^aeiouylr]|[aeiou][lr])e$|[^aeioudt]ed$|[^aeioucgszxh]es$|thes$", word)
    return max(1, runs - bool(silent))


def _texts(element: Element) -> Iterator[str]:
    """Yield the text of each block apart; what stands inside it as a block of its own is left out of it."""
    if "aria-hidden" in element.attributes or element.attributes.get("type") == "hidden":
        return
    running: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            running.append(child)
        elif child.tag in _BLOCKS:
            yield " ".join(running)
            running = []
            yield from _texts(child)
        else:
            running += list(_texts(child))
    yield " ".join(running)
