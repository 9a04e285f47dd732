"""Which body a name in a document means."""

from __future__ import annotations

import re

from safetoshare.scrutiny.models import Body, BodyName

_BETWEEN = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """Fold a name or title for comparison: no case, no punctuation, one space between words."""
    return _BETWEEN.sub(" ", re.sub("[’']", "", name.casefold())).strip()


def body_called(name: str) -> Body | None:
    """Return the body that a document calls so; None when nobody in the register is called that."""
    found = BodyName.objects.select_related("body").filter(folded=folded(name)).first()
    return found.body if found else None
