"""Whose answer to what: title, who made the super-complaint, when the report came, who answers, on which day.

Each is read from the blocks outside the recommendations and answers, by the words beside it. What the document does
not say, or says in two ways, is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from safetoshare.core.documents.blocks import Block, Kind
from safetoshare.core.documents.bodies import BODY, Body, BodyKind, find_bodies, kind_of
from safetoshare.core.documents.dates import find_dates
from safetoshare.core.documents.daysaid import DatedAs, SaidDate, dates_said, day_of
from safetoshare.core.documents.marks import is_signature

# A single closing mark may be the apostrophe of "Sisters’ super-complaint": it closes only before the words below.
_QUOTED = re.compile(
    r"“(?P<double>[^“”]{8,250})”|\"(?P<plain>[^\"]{8,250})\""
    r"|(?<!\w)‘(?P<single>[^‘]{8,250}?)’(?=\s*(?:$|[.,;:()–—-]|published\b|dated\b|report\b|\(|a\sjoint\b))",
    re.IGNORECASE,
)
_TITLE_TAIL = re.compile(
    r"[\s,;:–—(-]*\b(?:published|dated|a joint (?:investigation|report)|(?:joint )?response (?:from|by|of))\b.*$"
    r"|[\s,–—-]*\(?[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4}\)?\s*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"super[-\s]?complaint|report|recommendation|response|inspection", re.IGNORECASE)
_REPORT = re.compile(r"\breport\b", re.IGNORECASE)
_REPORT_ON = re.compile(r"\breport\son\b", re.IGNORECASE)
_BESIDE = 30
_FAR_IN = 2_000
_WHO = r"(?P<who>(?:[^\W\d_]|[’'&-]|\s){3,100}?)"
_STOP = (
    r"(?=\s*(?:[.,;:()“”\"–—]|$|\s[0-9]"
    r"|\s(?:on|about|into|in|to|regarding|concerning|published|was|has|and\sthe\sreport)\b))"
)
_MAKERS = (
    re.compile(rf"\breport\son\s(?:the\s)?{_WHO}(?:[’']s?)?\ssuper[-\s]?complaint", re.IGNORECASE),
    re.compile(
        r"\bsuper[-\s]?complaint\s(?:[a-z]+\s){0,3}?(?:made|submitted|brought|lodged|raised)\s"
        rf"(?:[a-z0-9]+\s){{0,6}}?by\s(?:the\s)?{_WHO}{_STOP}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bsuper[-\s]?complaint\s(?:report\s)?(?:by|from|of)\s(?:the\s)?{_WHO}{_STOP}", re.IGNORECASE),
    re.compile(
        r"(?P<who>[A-Z][\w’'&-]*(?:\s(?:and|of|for|the|&)\s(?=[A-Z])|\s(?=[A-Z])|[\w’'&-])*)\s(?:has\s|have\s)?"
        r"(?:made|submitted|brought|lodged)\s(?:a|its|their)\s(?:police\s)?[Ss]uper[-\s]?complaint"
    ),
    re.compile(
        r"(?P<who>[A-Z][\w’'&-]*(?:\s(?:and|of|for|the|&)\s(?=[A-Z])|\s(?=[A-Z])|[\w’'&-])*?)(?:[’']s?)\s[Ss]uper[-\s]?[Cc]omplaint"
    ),
)
_RESPONSE_OF = re.compile(
    r"\b(?:response|reply)\s(?:from|by|of|on\sbehalf\sof)\s(?:the\s)?(?P<who>.{3,160}?)"
    r"(?=\s(?:dated|to|on|in|published|sent)\b|\s?[.;:(\n]|$)",
    re.IGNORECASE,
)
_BODIES = rf"{BODY}(?:(?:,|\sand|\swith|,\sand|\s&)\s(?:the\s)?{BODY})?"
_RESPONSE_BY = (
    re.compile(rf"\b(?P<who>{_BODIES})(?:[’']s?)?\s(?:[a-z]+\s){{0,2}}?(?:[Rr]esponse|[Rr]eply)\b"),
    re.compile(
        rf"\b(?P<who>{BODY})\s(?:has\s)?(?:submitted|sent|made|gave|provided)\s(?:a|its|their|this)\s(?:joint\s)?response"
        rf"(?:\s(?:with|together\swith|and)\s(?:the\s)?(?P<with>{BODY}))?"
    ),
    re.compile(
        rf"\b(?:on\sbehalf\sof|[Ii]\srespond\sas|[Ii]\swrite\sas|[Aa]s)\s(?:the\s)?(?:Chief\sConstable\sof\s)?(?P<who>{_BODIES})"
    ),
)
_FIELD = re.compile(
    r"(?:^|\n)\s*(?:from|responder|response\sfrom|organisation|force)\s?:\s{0,2}(?P<who>[^\n]{3,200})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a document says of itself; None where it is silent."""

    title: str | None
    super_complaint: str | None
    responder: Body | None
    report_published: SaidDate | None
    response_date: SaidDate | None
    dates: tuple[SaidDate, ...]


def read_particulars(outside: Sequence[Block]) -> Particulars:
    """Read the particulars from the blocks that are neither recommendation nor answer."""
    dates = tuple(dates_said(outside))
    texts = list(_texts(outside))
    return Particulars(
        title=_title(outside),
        super_complaint=_maker(texts),
        responder=_responder(outside, texts),
        report_published=day_of(dates, DatedAs.REPORT_PUBLISHED),
        response_date=day_of(dates, DatedAs.RESPONSE_DATED),
        dates=dates,
    )


def _texts(outside: Sequence[Block]) -> Iterator[str]:
    """Yield the texts to search; the cells of a row of two read as one line, "From: ..."."""
    key: Block | None = None
    for block in outside:
        same_row = key and key.place and block.place and key.place.row == block.place.row
        if key is not None and same_row and key.place and key.place.column == 0:
            yield f"{key.text.rstrip(' :')}: {block.text}"[:_FAR_IN]
        else:
            yield block.text[:_FAR_IN]
        key = block if block.kind is Kind.CELL else None


def _title(outside: Sequence[Block]) -> str | None:
    """Return the report's title where it is quoted, in a heading or beside the word "report"; else the heading."""
    heads = [block for block in outside if block.kind is Kind.HEADING or block.look.strong]
    for block in [*heads, *outside]:
        for quoted in _QUOTED.finditer(block.flat[:_FAR_IN]):
            before = block.flat[max(0, quoted.start() - _BESIDE) : quoted.start()]
            after = block.flat[quoted.end() : quoted.end() + _BESIDE]
            if block in heads or _REPORT.search(before) or _REPORT.search(after) or _REPORT_ON.search(quoted[0]):
                return (quoted["double"] or quoted["plain"] or quoted["single"]).strip()
    about = [block for block in heads if _ABOUT.search(block.text)] or heads
    if not about:
        return None
    flat = about[0].flat.strip("“”\"‘’' ")
    return _TITLE_TAIL.sub("", flat).strip("“”\"‘’' ") or flat


def _maker(texts: Sequence[str]) -> str | None:
    for pattern in _MAKERS:
        for text in texts:
            match = pattern.search(text.replace("\n", " "))
            if match is not None:
                return re.sub(r"^the\s", "", match["who"].strip(" ’'"), flags=re.IGNORECASE)
    return None


def _responder(outside: Sequence[Block], texts: Sequence[str]) -> Body | None:
    for text in texts:
        match = _RESPONSE_OF.search(text)
        if match is not None and kind_of(match["who"]):
            return _body(match["who"].strip())
    fields = [match["who"].strip() for text in texts for match in _FIELD.finditer(text)]
    named = list(dict.fromkeys((find_bodies(field) or [field])[0] for field in fields))
    if named:
        return _body(" and ".join(named))
    for pattern in _RESPONSE_BY:
        for text in texts:
            match = pattern.search(text.replace("\n", " "))
            if match is not None:
                second = match.groupdict().get("with")
                return _body(f"{match['who']} and {second}" if second else match["who"])
    return _signatory(outside) or _in_heading(outside)


def _signatory(outside: Sequence[Block]) -> Body | None:
    signed = False
    for block in outside:
        signed = signed or is_signature(block)
        bodies = find_bodies(block.text[:_FAR_IN]) if signed else []
        if bodies:
            return _body(" and ".join(bodies))
    return None


def _in_heading(outside: Sequence[Block]) -> Body | None:
    for block in outside:
        stands_out = block.kind is Kind.HEADING or block.look.strong
        bodies = find_bodies(block.text[:_FAR_IN]) if stands_out else []
        if bodies and kind_of(bodies[0]) is not BodyKind.NATIONAL:
            return _body(bodies[0])
    return None


def _body(name: str) -> Body:
    dated = find_dates(name)
    name = name[: dated[0].start] if dated else name
    return Body(name.strip(" ,;–—-"), kind_of(name))
