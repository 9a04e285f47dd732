"""A source as a web page, in the frames in which forces and GOV.UK publish, and as the page that is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from tests.core.documents.making.inline import pieces_of, tokens_of

PRINTED = """
@page { size: A4; margin: 2cm; %(boxes)s }
body { font: 11pt/1.35 "Noto Sans", "DejaVu Sans", sans-serif; font-kerning: none; hyphens: manual; }
h1 { font-size: 20pt; } h2 { font-size: 16pt; } h3 { font-size: 14pt; } h4, h5, h6 { font-size: 12.5pt; }
h1, h2, h3, h4, h5, h6 { break-after: avoid; }
table { border-collapse: collapse; width: 100%%; font-size: 10pt; }
th, td { border: 1px solid #444; padding: 4px; text-align: left; vertical-align: top; }
tr { break-inside: %(rows)s; }
"""
_FRAME = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title} | Example site</title>
<script>var shown = "<p>Recommendation 99: not a part of the document</p>";</script>
<style>.x {{ color: red }}</style></head>
<body>
<div class="cookie-banner" role="region"><p>We use cookies. Published 1 January 2001.</p><button>Accept</button></div>
<a class="skip-link" href="#main">Skip to main content</a>
<header role="banner"><p>Example site</p><nav><ul><li><a href="/">Recommendation 98: home</a></li></ul></nav></header>
{open}
{body}
{close}
<footer><p>Date: 2 February 2002. Response from Nowhere Police.</p></footer>
</body>
</html>
"""
_ROOTS = {
    "main": ('<main id="main">', "</main>"),
    "article": ('<div class="columns"><article>', "</article><aside><p>Recommendation 97: read on</p></aside></div>"),
    "none": ("", ""),
}
# Where such a word may be parted at the end of a line; chromium comes without the rules of a language.
_LONG_WORD = re.compile(r"\b([a-z]{3})([a-z]{3,})\b(?![^<]*>)")
_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "blockquote", "table", "thead", "tbody"})


def body_of(source: str) -> str:
    """Return the source as HTML without a frame."""
    return "".join(_tag(token) for token in tokens_of(source))


def page_of(source: str, root: str) -> str:
    """Return the source as a page of a site."""
    first, last = _ROOTS[root]
    return _FRAME.format(title="Response", body=body_of(source), open=first, close=last)


def printed_page_of(source: str, header: str, *, footer: bool, hyphens: bool, split_rows: bool) -> str:
    """Return the page that is printed to PDF, with a running header, and page numbers at its foot."""
    boxes = f'@top-center {{ content: "{header}"; font-size: 8pt; }} ' if header else ""
    if footer:
        boxes += '@bottom-right { content: "Page " counter(page) " of " counter(pages); font-size: 8pt; } '
    body = _LONG_WORD.sub(lambda word: f"{word[1]}\u00ad{word[2]}", body_of(source)) if hyphens else body_of(source)
    style = PRINTED % {"boxes": boxes, "rows": "auto" if split_rows else "avoid"}
    return f'<!DOCTYPE html><html lang="en-GB"><meta charset="utf-8"><style>{style}</style>{body}</html>'


def _tag(token: Token) -> str:
    if token.type == "inline":
        return _inline(token)
    if token.type == "hr":
        return "<hr>\n"
    if token.tag in {"th", "td", "tr"} or token.tag in _TAGS:
        if token.hidden:
            return ""
        start = token.attrGet("start") if token.tag == "ol" else None
        attributes = f' start="{start}"' if start is not None else ""
        return f"<{token.tag}{attributes}>" if token.nesting == 1 else f"</{token.tag}>\n"
    raise ValueError(token.type)


def _inline(token: Token) -> str:
    shown: Sequence[str] = [
        ("<b>" if piece.strong else "")
        + ("<em>" if piece.italic else "")
        + escape(piece.text).replace("\n", "<br>\n")
        + ("</em>" if piece.italic else "")
        + ("</b>" if piece.strong else "")
        for piece in pieces_of(token)
    ]
    return "".join(shown)
