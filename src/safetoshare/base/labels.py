"""What codes of the core are called in the language of the page. The core itself knows English alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from safetoshare.core.needs import NEEDS

# Common Needs Assessment: code -> name.
NEED_NAMES = {
    "safety": _("Being safe from someone"),
    "safe_place": _("A safe place to stay"),
    "no_recourse": _("Help that needs no public funds"),
    "immigration_advice": _("Advice from an immigration lawyer or adviser"),
    "interpreter": _("An interpreter"),
    "domestic_abuse": _("Help with abuse by a partner or family"),
    "honour_based_abuse": _("Help with forced marriage or so-called honour-based abuse"),
    "sexual_violence": _("Help after rape or sexual abuse"),
    "modern_slavery": _("Help to leave forced work or trafficking"),
    "hate_crime": _("Help after a hate crime"),
    "counselling": _("Someone to talk to, counselling"),
    "children": _("Help for children"),
    "health": _("Health care"),
    "money": _("Food, money or daily things"),
    "legal_advice": _("Other legal advice"),
    "court": _("Help with police and court"),
    "community": _("People who know my community and language"),
}

assert set(NEED_NAMES) == set(NEEDS)  # noqa: S101  # a need without a name would be an empty line on a page
