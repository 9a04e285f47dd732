"""What answers are called on the reporter's pages: plain words, where the policy's vocabulary has the law's."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from safetoshare.base.languages import ltr
from safetoshare.core.files import Group, Refusal

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

# The ways to reach somebody; "none" is an answer too.
CHANNELS = {
    "none": _("No way is safe: I come back here"),
    "call": _("A telephone call"),
    "text_message": _("A text message"),
    "e_mail": _("E-mail"),
    "another_way": _("Another way, that I write below"),
}

INTERPRETERS = {
    "woman": _("A woman"),
    "man": _("A man"),
    "not_own_community": _("Nobody from my own community"),
}

FILE_GROUPS = {
    Group.PICTURE: _("Picture"),
    Group.VIDEO: _("Video"),
    Group.AUDIO: _("Sound recording"),
    Group.PDF: _("PDF"),
    Group.TEXT: _("Text"),
    Group.ARCHIVE: _("Several files in one"),
}


def size_in_words(size: int) -> str:
    """Return a size in MB, as telephones show it, and never as nothing."""
    return ltr(f"{max(0.1, size / 1_000_000):.1f} MB")


# Why a file is not taken -> what to say, and to do.
REFUSALS = {
    Refusal.EMPTY: _("This file is empty. Open it on your phone to see if it works, then add it again."),
    Refusal.TOO_LARGE: _("This file is larger than 100 MB. Cut it into parts, or choose another one."),
    Refusal.UNKNOWN_KIND: _(
        "We cannot take this kind of file. Take a screenshot or a photo of what it shows, and add that."
    ),
    Refusal.NOT_WHOLE: _(
        "This file is damaged, or a part of it is missing. Open it on your phone to see if it works, then add it again."
    ),
    Refusal.TWO_IN_ONE: _(
        "Two files are hidden in one here. Take a screenshot or a photo of what it shows, and add that."
    ),
    Refusal.OPENS_TO_TOO_MUCH: _(
        "This file is small, but would open to something far too large. Add the parts that matter, one by one."
    ),
    Refusal.NOT_LOOKED_AT: _(
        "We could not check this file. Take a screenshot or a photo of what it shows, and add that."
    ),
}

# Name of a right in `rights.toml` -> what it says to a person.
RIGHTS = {
    "understand": _("We speak so that you can understand us, and you can have an interpreter free of charge."),
    "recorded": _(
        "We write down the crime soon. After abuse by a partner or sexual violence you can ask for a woman or a man."
    ),
    "confirmed": _(
        "You get it in writing that you reported, and who looks after it. We only do it in a way that is safe."
    ),
    "support": _("We put you in touch with people who help, if you like, and we ask what you need."),
    "compensation": _("We tell you if you can ask for money for what was done to you."),
    "investigation": _("We tell you what the police do: when somebody is arrested or let go, and if they stop."),
    "statement": _("You can say in your own words what the crime did to you. A court can hear it."),
    "trial": _("If there is a trial, we tell you when it is and what happens there."),
    "outcome": _("We tell you how the trial ended, and if somebody asks for it to be looked at again."),
    "property": _("If you are a witness, your costs are paid. Things that the police took are given back."),
    "offender": _("If the person goes to prison for a long time, you can be told when he or she comes out."),
    "complain": _("If we do not do this, you can complain. We tell you that we have your complaint."),
    "erasure": _("You can ask us to delete what you sent. We answer, and say what we may have to keep."),
}

# Name of a duty in `duties.toml` -> its heading and what it asks.
DUTIES = {
    "fgm": (
        _("Cutting of a girl under 18 (FGM)"),
        _(
            "This is for doctors, nurses, midwives, other health professionals and teachers. If the girl tells you in"
            " your work, or you see signs, you must tell the police yourself within one month. Do it by telephone or"
            " in writing, and say who the girl is. Call 101."
        ),
    ),
    "children": (
        _("A child in danger"),
        _(
            "Follow your own rules for keeping children safe, and tell the council’s children’s services today. If the"
            " danger is now, call 999."
        ),
    ),
}
