"""`{% may "hub:case:refer" as may_refer %}`: what whoever reads a page may not do is not shown there."""

from __future__ import annotations

from django import template
from django.template import RequestContext

from safetoshare.base.accounts.middleware import acting
from safetoshare.base.permissions import Action, is_permitted

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: RequestContext, action: str) -> bool:
    """Whether whoever reads the page may do this. A page that names no known action is an error, and never shows."""
    return is_permitted(Action(action), acting(context.request))
