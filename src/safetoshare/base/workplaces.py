"""What a signed-in person finds on the page after signing in. Parts name theirs in the settings."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from safetoshare.base.permissions import Action, Actor, Realm, is_permitted


@dataclass(frozen=True)
class Workplace:
    """A page where work begins: the name of its address, what opening it is called, and what people call it."""

    realm: Realm
    action: Action
    address: str
    name: str | Promise


def workplaces_of(actor: Actor, realm: Realm) -> list[Workplace]:
    """Return the workplaces that somebody may open, in the order of the settings."""
    return [
        workplace
        for path in settings.SAFETOSHARE_WORKPLACES
        for workplace in import_string(path)
        if workplace.realm is realm and is_permitted(workplace.action, actor, realm)
    ]
