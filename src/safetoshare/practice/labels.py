"""What the briefing calls things, in the language of the page.

What it says about two kinds of crime is the English of `pathways.toml`, word for word: a test holds the two together.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# point -> its heading, what holds in domestic abuse, what holds in modern slavery
POINTS: dict[str, tuple[str | Promise, str | Promise, str | Promise]] = {
    "who": (
        _("Who is meant"),
        _(
            "Two people aged 16 or over who are connected, such as partners, former partners or relatives. Children "
            "who see, hear or feel it are victims too."
        ),
        _("Somebody who is held in slavery, servitude or forced labour, or moved in order to be exploited."),
    ),
    "notice": (
        _("Notice to the Home Office"),
        _("The law asks for no notice to the Home Office."),
        _("The police must notify the Home Office. Without her or his agreement the notice does not name an adult."),
    ),
    "consent": (
        _("Agreement"),
        _(
            "Ask before you refer. At high risk a supervisor may take the case to the high-risk conference (MARAC) "
            "without agreement."
        ),
        _(
            "An adult is referred to the National Referral Mechanism (NRM) with her or his agreement only. The Home "
            "Office decides there: say so first, and offer independent advice first."
        ),
    ),
    "child": (
        _("A child"),
        _("Tell social care about a child who is likely to come to serious harm."),
        _(
            "A child, or perhaps a child, is always referred, and to social care at the same time. If in doubt about "
            "age, treat the person as a child."
        ),
    ),
    "meeting": (
        _("Meetings of agencies"),
        _(
            "Papers of the high-risk conference reach many agencies: ask them to pass nothing on to immigration "
            "authorities."
        ),
        _("Immigration authorities may sit in an anti-slavery partnership: name nobody there."),
    ),
}

# Under which heading the other rules of a version stand, in the order in which an officer meets them.
EFFECTS: dict[str, str | Promise] = {
    "never": _("Also never"),
    "human": _("Only a named person decides"),
    "may": _("May be told"),
}
