"""Tags for the GOV.UK components of `templates/components/`, and for text that goes its own direction.

`{% component "button" text=label %}` renders one partial; `{% wrap "details" summary_text=title %}...{% endwrap %}`
renders one around a block. Their options have the names of the GOV.UK macros in snake case, and a text that is safe
HTML takes the place of a macro's `html`. A partial sees its options alone, never the page around it.
`{% field form.name %}` and `{% error_summary form %}` do the same for a Django form.

`{% promise %}{% translate "..." %}{% endpromise %}` goes around each sentence that promises something or may save a
life: while nobody has reviewed its translation, the English stands beneath it (decision 0005).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from safetoshare.base.accounts.forms_once import FORM_NONCE, draw_nonce
from safetoshare.base.languages import current_language, english, ltr
from safetoshare.core.languages import SOURCE_LANGUAGE
from safetoshare.web.fields import error_summary_options, field_component
from safetoshare.web.recordings import players_of
from safetoshare.web.review import is_draft

register = template.Library()
register.filter("ltr", ltr)
register.filter("english", english)

Options = Mapping[str, Any]


@register.simple_tag
def component(name: str, options: Options | None = None, /, **more: object) -> SafeString:
    """Render `components/<name>.html` with the options, of which those by name win."""
    return render_to_string(f"components/{name}.html", {**(options or {}), **more})


@register.simple_block_tag
def wrap(content: SafeString, name: str, options: Options | None = None, /, **more: object) -> str:
    """Render a component whose text is the block between `wrap` and `endwrap`."""
    return component(name, options, **{**more, "text": content})


@register.simple_tag
def field(bound: BoundField, **more: object) -> SafeString:
    """Render a form's field with label, hint, error and value.

    `heading=True` makes its label the heading of the page; other options go to the component as they are.
    """
    name, options = field_component(bound, heading=bool(more.pop("heading", False)))
    return component(name, options, **more)


@register.simple_tag
def error_summary(form: BaseForm) -> str:
    """Render the list of what is wrong with a form, with links to the fields; nothing if nothing is wrong."""
    options = error_summary_options(form)
    return component("error-summary", options) if options else ""


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """Render what each form of staff and partners carries: the token against other sites' forms, and its own nonce.

    The nonce is drawn for this form, not for its page: of two forms on a page, each is carried out once.
    """
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', CsrfTokenNode().render(context), FORM_NONCE, draw_nonce()
    )


class PromiseNode(template.Node):
    """Sentences that must not be misunderstood, rendered once more in English while their translation is a draft."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Render the block; whether it is a draft is asked of the review itself, for a partial sees no page."""
        text = self.nodelist.render(context)
        if not is_draft(current_language().code):
            return text
        with translation.override(SOURCE_LANGUAGE):
            original = self.nodelist.render(context)
        return format_html('{}<span class="app-original govuk-body-s" lang="en" dir="ltr">{}</span>', text, original)


@register.tag
def promise(parser: Parser, _token: Token) -> PromiseNode:
    """Show the English beneath the block while the translation of the page's language is a draft."""
    nodelist = parser.parse(("endpromise",))
    parser.delete_first_token()
    return PromiseNode(nodelist)


class SpokenNode(template.Node):
    """The text of a page, with a player after its heading where a recording says these very words."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """Render the text, and the players of it if there are any."""
        text = self.nodelist.render(context)
        request = getattr(context, "request", None)
        players = players_of(request, text) if request else []
        if not players:
            return text
        heading, end, rest = text.partition("</h1>")
        shown = render_to_string("web/recordings.html", {"players": players, "language": current_language().code})
        return SafeString(heading + end + shown + rest)


@register.tag
def spoken(parser: Parser, _token: Token) -> SpokenNode:
    """Offer the text up to `endspoken` to be heard or watched, where a recording of it is there."""
    nodelist = parser.parse(("endspoken",))
    parser.delete_first_token()
    return SpokenNode(nodelist)


@register.filter
def as_attributes(attributes: Options | str | None) -> str:
    """Render a mapping as HTML attributes, each with a space before it."""
    return flatatt(dict(attributes)) if isinstance(attributes, Mapping) else ""


@register.simple_tag
def described_by(field_id: str, others: str | None, hint: Options | None, error_message: Options | None) -> str:
    """Return the ids that an answer's `aria-describedby` names: others, hint, error."""
    names = [others or "", f"{field_id}-hint" if hint else "", f"{field_id}-error" if error_message else ""]
    return " ".join(filter(None, names))


@register.simple_tag
def choice_id(prefix: str, item: Options, counter: int) -> str:
    """Return the id of one choice. The first has no number, so that an error summary can link to it."""
    return str(item.get("id") or (prefix if counter == 1 else f"{prefix}-{counter}"))


@register.simple_tag
def choice_described_by(choice: str, item: Options, fieldset: Options | None, descriptions: str | None) -> str:
    """Return what describes one checkbox: without a fieldset to carry it, also what describes the question."""
    names = ["" if fieldset else descriptions or "", f"{choice}-item-hint" if item.get("hint") else ""]
    return " ".join(filter(None, names))


@register.simple_tag
def any_row_has_actions(rows: Iterable[Options]) -> bool:
    """Tell whether a summary list needs its third column."""
    return any(row.get("actions", {}).get("items") for row in rows)
