"""What kinds of crime are called on the reporter's pages: plain words, where the policy's vocabulary has the law's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Pathway of the policy's vocabulary -> what a person would say.
PATHWAY_WORDS = {
    "domestic_abuse": _("Hurt, threatened or controlled by a partner or family"),
    "honour_based_abuse": _("Threats or violence in the name of “honour”"),
    "forced_marriage_or_fgm": _("Forced marriage, or cutting of girls (FGM)"),
    "modern_slavery": _("Forced to work or to have sex, or used by an employer"),
    "sexual_violence": _("Rape or other sexual violence"),
    "stalking": _("Followed, watched or contacted again and again"),
    "hate_crime": _("Attacked or insulted for who I am or what I believe"),
    "child_abuse": _("A child was hurt or neglected"),
    "other_crime": _("Another crime"),
}
