"""Names that sound alike made to meet, across scripts and spellings; and telephone numbers, however they are written.

One person's name stands as Mohammed, Muhammad, Maxamed (Somali), محمد and ਮੁਹੰਮਦ, and a telephone officer hears it only.
Each word of a name becomes a few keys: letters brought to Latin ones (`anyascii`), consonants that are heard or written
alike made one, vowels left out but for the long one before the last consonant, since Arabic script writes that one
alone. Two words meet when they share a key. It errs towards meeting: whoever searches looks at the record before
acting, and a call that finds nobody costs more. `tests/core/test_names.py` holds the pairs that it was measured on.

Promises: spacing, capital letters, marks and invisible characters change no key; a key holds no name as it was written.
A telephone number is its last nine digits, in any script's digits: 07700 900123, +44 7700 900123 and 0044 7700 900123
are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final

from anyascii import anyascii

NameKeys = tuple[frozenset[str], ...]

LONGEST_TEXT: Final = 20_000
_MOST_WORDS: Final = 12
_MOST_READ_TWICE: Final = 4
_TELEPHONE_DIGITS: Final = 9
_LONGEST_TELEPHONE: Final = 15

# Articles and words for son or daughter, which one writes and another leaves out.
_PASSED_OVER: Final = frozenset({"al", "el", "ul", "bin", "ben", "ibn", "bint", "mr", "mrs", "ms", "miss", "dr"})
_VOWELS: Final = "aeiou"
# Two letters that are one sound, before anything else is done. Somali and Urdu aspirates lose their breath.
_PAIRS: Final = (
    ("sch", "S"), ("sh", "S"), ("chh", "C"), ("ch", "C"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("bh", "b"),
    ("dh", "d"), ("jh", "j"), ("wh", "w"), ("zh", "j"), ("ck", "k"), ("tz", "s"), ("q", "k"),
    ("z", "s"), ("v", "w"), ("d", "t"), ("p", "b"),
)  # fmt: skip
# A letter that is read in more than one way: each reading gives keys of its own. "c" and "x" are two Somali consonants.
_READINGS: Final = {"th": ("t", "s"), "c": ("k", "`", "s"), "x": ("h", "ks")}
_READ_TWICE: Final = re.compile("th|c|x")
# "Servant of": the article after it is swallowed by the sound that follows, in one spelling and not in another.
_SERVANT: Final = re.compile(r"^(`?abt|`?bt)[aeiou]*l(?=[^aeiou`h])")
_SERVANT_ALONE: Final = re.compile(r"[c`']?a?b[dt]([aeiou]l?)?")
# The nasal of Gurmukhi, which stands for the sound that follows: read as n.
_NASALS: Final = str.maketrans({"\u0a70": "\u0a28", "\u0a02": "\u0a28"})
# Alif at the beginning is a vowel; with lam it is an article, or the beginning of a name such as Ilyas.
_ALIFS: Final = ((re.compile(r"\bال(?=\w{3})"), "al_"), (re.compile(r"\bا"), "a"))
_NUMBER: Final = re.compile(r"[+\d][\d\s().\-–/]*\d")


def name_keys(text: str) -> NameKeys:
    """Return the keys of each word of a name, in order; none of a text without letters."""
    # A picture has a name too, and it is nobody's.
    seen = "".join(" " if unicodedata.category(one)[0] == "S" else one for one in _plain(text[:LONGEST_TEXT]))
    seen = seen.translate(_NASALS)
    for pattern, written in _ALIFS:
        seen = pattern.sub(written, seen)
    # A hyphen joins two words of a name as often as it parts them: they are searched apart.
    words = [word for word in re.findall(r"[a-z`'_]+", anyascii(seen).lower()) if word not in _PASSED_OVER]
    words = words[:_MOST_WORDS]
    found = [_keys(word) for word in words]
    for place, word in enumerate(words[:-1]):
        # Abdul Rahman is written in two words and in one: each of the two meets the one.
        if _SERVANT_ALONE.fullmatch(word):
            joined = _keys(word + words[place + 1])
            found[place : place + 2] = [found[place] | joined, found[place + 1] | joined]
    return tuple(keys for keys in found if keys)


def matches_name(searched: NameKeys, known: NameKeys) -> bool:
    """Whether each word that was searched meets a word of the name; nothing meets no word at all."""
    return bool(searched) and all(any(keys & others for others in known) for keys in searched)


def telephone_keys(text: str) -> frozenset[str]:
    """Return the keys of all telephone numbers in a text; a number of fewer than nine digits has none."""
    plain = "".join(_digit(letter) for letter in _plain(text[:LONGEST_TEXT]))
    numbers = (number for run in _NUMBER.findall(plain) for number in _parted(run))
    return frozenset(
        digits[-_TELEPHONE_DIGITS:]
        for number in numbers
        if _TELEPHONE_DIGITS <= len(digits := re.sub(r"\D", "", number)) <= _LONGEST_TELEPHONE
    )


def _plain(text: str) -> str:
    """Return a text without marks of direction, joiners and what else is written without being seen."""
    return "".join(letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cs"))


def _digit(letter: str) -> str:
    """Return a decimal digit of any script as one of ours; of anything else, itself."""
    return str(unicodedata.decimal(letter)) if unicodedata.category(letter) == "Nd" else letter


def _parted(run: str) -> Iterator[str]:
    """Yield the numbers of a run of digits: one that begins anew with 0 or + after a whole one is the next."""
    number = ""
    for part in re.split(r"[\s/]+", run):
        whole = len(re.sub(r"\D", "", number)) >= _TELEPHONE_DIGITS
        if whole and part.startswith(("0", "+")):
            yield number
            number = ""
        number += part
    yield number


def _keys(word: str) -> frozenset[str]:
    """Return the keys of one word, in each way that its letters can be read."""
    article, _, rest = word.partition("_")
    if article == "al" and rest:
        return _keys(rest.replace("_", "")) | _keys(article + rest.replace("_", ""))
    word = word.replace("_", "")
    # ' before a vowel is hamza; ` is the letter 'ayn, which Somali writes as c. Both are heard as a vowel.
    word = word.replace("'", "`")
    for pair, sound in _PAIRS:
        word = word.replace(pair, sound)
    parts = _READ_TWICE.split(word)
    readings = [_READINGS[found] for found in _READ_TWICE.findall(word)]
    if len(readings) > _MOST_READ_TWICE:
        # No name has so many: it is read in the first way alone.
        readings = [reading[:1] for reading in readings]
    spelled = (
        "".join(part + reading for part, reading in zip(parts, (*chosen, ""), strict=True))
        for chosen in product(*readings)
    )
    return frozenset(key for spelling in spelled for key in _skeletons(spelling))


def _skeletons(word: str) -> set[str]:
    """Return the consonants of a word, with whether it begins with a vowel and the long vowel before the last."""
    word = re.sub(r"([^aeiou])\1+", r"\1", word)
    word = _SERVANT.sub(r"\1", word)
    begins = "A" if word[:1] in (*_VOWELS, "`") else word[:1] if word[:1] in "wy" else ""
    inner = word.rstrip("aeiouwyh`") or word
    consonants = re.sub(r"[aeiouwy`]", "", inner)
    # A nasal before a lip, as Gurmukhi writes it, and the last letter of Maryam and Maryan.
    consonants = re.sub(r"n(?=[mb])", "", consonants)
    consonants = re.sub(r"m$", "n", consonants)
    if not consonants and not begins:
        return set()
    return {f"{begins}{consonants}{vowel}" for vowel in _long_vowels(inner)}


def _long_vowels(inner: str) -> Sequence[str]:
    """Return how the vowel before the last consonant may be meant: long i, long u, or none of them.

    Arabic script writes a long one and no other; Latin letters do not tell a short i or u from a long one.
    """
    found = re.search(r"[^aeiouwy`]([aeiouwy`]*)[^aeiouwy`]$", inner)
    vowels = found[1] if found else ""
    is_front = bool(re.search(r"y|ee|ii|[ae]i|i[aeiou]", vowels))
    is_back = bool(re.search(r"w|oo|uu|[aeo]u|u[aeo]", vowels))
    long = [mark for mark, holds in (("i", is_front), ("u", is_back)) if holds]
    if long:
        return long
    may_be = [mark for mark, letters in (("i", "i"), ("u", "uo")) if any(letter in vowels for letter in letters)]
    return ["", *may_be]
