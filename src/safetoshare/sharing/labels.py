"""What the values of the policy's vocabulary are called in the language of the page; the core knows English alone.

The English is the vocabulary's own, word for word: a test holds the two together.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from safetoshare.base.languages import ltr
from safetoshare.core.measures import PublishedCount

ATTRIBUTES = {
    "actor": _("Who shares"),
    "recipient": _("Who would be told"),
    "subject": _("About whom"),
    "pathway": _("What happened"),
    "data": _("What would be told"),
    "purpose": _("What for"),
    "gateway": _("On what lawful basis"),
    "consent": _("What she or he said"),
    "status_basis": _("What is believed about immigration status, and why"),
    "age": _("How old"),
    "danger": _("How dangerous"),
    "stage": _("How far it has come"),
    "adviser_offered": _("Whether an independent adviser was offered first"),
    "shares_home_or_visa": _("Whether the subject shares a home or a visa with a protected person"),
}

VALUES = {
    "actor": {
        "response_officer": _("response officer"),
        "detective": _("detective"),
        "police_inspector": _("police inspector"),
        "chief_officer": _("chief officer"),
        "victim_care_officer": _("victim care officer"),
        "witness_care_officer": _("witness care officer"),
        "supervisor": _("supervisor of the safeguarding unit"),
        "control_room": _("control room"),
        "disclosure_officer": _("disclosure officer"),
        "data_protection_officer": _("data protection officer"),
        "partner_worker": _("partner organisation's worker"),
        "system": _("system, without a person"),
    },
    "recipient": {
        "immigration_enforcement": _("Immigration Enforcement (Home Office)"),
        "home_office_nrm": _("the Home Office as decision maker on modern slavery (NRM)"),
        "home_office_other": _("another part of the Home Office"),
        "forced_marriage_unit": _("the Forced Marriage Unit"),
        "asylum_accommodation_or_detention": _("asylum accommodation or immigration detention"),
        "specialist_service": _("a specialist support service"),
        "immigration_adviser": _("an independent immigration adviser"),
        "third_party_reporting_centre": _("a third-party reporting centre"),
        "social_care": _("social care"),
        "housing_or_nrpf_team": _("a council's housing or no-recourse team"),
        "marac": _("a MARAC (high-risk domestic abuse conference)"),
        "anti_slavery_partnership": _("the Anti-Slavery Partnership"),
        "nhs": _("the NHS"),
        "school": _("a school or college"),
        "cps": _("the Crown Prosecution Service"),
        "criminal_court": _("a criminal court"),
        "family_court": _("a family court"),
        "coroner": _("a coroner"),
        "defence": _("the defence"),
        "probation_or_prison": _("probation or a prison"),
        "other_force": _("another police force"),
        "nca": _("the National Crime Agency"),
        "glaa": _("the Gangmasters and Labour Abuse Authority"),
        "hmrc": _("HM Revenue and Customs"),
        "dwp": _("the Department for Work and Pensions"),
        "fire_and_rescue": _("the fire and rescue service"),
        "interpreter": _("an interpreter or translator"),
        "trusted_person": _("a person whom she or he trusts"),
        "parent_or_guardian": _("a parent or guardian"),
        "family_or_community": _("family or community"),
        "alleged_perpetrator": _("the alleged perpetrator"),
        "employer": _("an employer"),
        "consulate": _("an embassy or consulate"),
        "local_policing_body": _("the local policing body"),
        "inspectorate": _("the police inspectorate"),
        "iopc_or_professional_standards": _("the police complaints bodies"),
        "ico": _("the Information Commissioner"),
        "media": _("the media"),
        "public": _("the public"),
    },
    "subject": {
        "victim": _("a victim"),
        "witness": _("a witness"),
        "bereaved_relative": _("a bereaved relative"),
        "supporter": _("a supporter"),
        "dependant": _("a dependant"),
        "victim_and_suspect": _("a victim who is also a suspect"),
        "witness_and_suspect": _("a witness who is also a suspect"),
        "suspect": _("a suspect"),
    },
    "pathway": {
        "domestic_abuse": _("domestic abuse"),
        "honour_based_abuse": _("so-called honour-based abuse"),
        "forced_marriage_or_fgm": _("forced marriage or female genital mutilation"),
        "modern_slavery": _("modern slavery"),
        "sexual_violence": _("sexual violence"),
        "stalking": _("stalking"),
        "hate_crime": _("hate crime"),
        "child_abuse": _("child abuse"),
        "other_crime": _("another crime"),
    },
    "data": {
        "aggregate": _("figures that describe no single person"),
        "anonymised_account": _("an account that names nobody"),
        "existence_of_report": _("the fact that there is a report"),
        "identity": _("who the person is"),
        "contact_and_location": _("contact details and whereabouts"),
        "account_of_offence": _("the person's account of the offence"),
        "messages": _("the person's messages"),
        "evidence_files": _("files given as evidence"),
        "needs": _("the person's needs"),
        "health": _("facts about health"),
        "children": _("facts about children"),
        "third_party": _("facts about other people"),
        "immigration": _("immigration facts"),
    },
    "purpose": {
        "support": _("support"),
        "safeguarding": _("safeguarding"),
        "legal_advice": _("legal advice"),
        "investigation": _("the investigation of an offence"),
        "prosecution": _("the prosecution of an offence"),
        "immigration_control": _("immigration control"),
        "status_check": _("a check of immigration status"),
        "statistics": _("statistics"),
        "oversight": _("oversight"),
    },
    "gateway": {
        "consent": _("consent"),
        "vital_interests": _("vital interests"),
        "safeguarding_at_risk": _("the safeguarding of a child or of an adult at risk"),
        "legal_obligation": _("a legal obligation"),
        "court_order": _("a court order"),
        "law_enforcement_task": _("a law enforcement task"),
        "public_task": _("a public task"),
        "legitimate_interests": _("legitimate interests"),
        "none": _("no lawful basis"),
    },
    "consent": {
        "given": _("given"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "not_asked": _("not asked"),
        "unsafe_to_ask": _("unsafe to ask"),
    },
    "status_basis": {
        "none": _("nothing"),
        "self_disclosed": _("the person said it"),
        "third_party_claim": _("somebody else claims it"),
        "doubt": _("concern or doubt only"),
        "documented": _("a document"),
        "evidence_of_status_offence": _("evidence of a status offence"),
        "evidence_of_other_offence": _("evidence of another offence"),
    },
    "age": {
        "adult": _("an adult"),
        "child": _("a child"),
        "may_be_child": _("perhaps a child"),
    },
    "danger": {
        "none": _("none known"),
        "likely_harm": _("serious harm likely"),
        "immediate": _("immediate"),
    },
    "stage": {
        "enquiry": _("an enquiry"),
        "report": _("the report"),
        "triage": _("triage"),
        "assessment": _("assessment"),
        "investigation": _("investigation"),
        "court": _("court"),
        "closed": _("a closed case"),
    },
    "adviser_offered": {
        "yes": _("having been offered"),
        "no": _("not having been offered"),
    },
    "shares_home_or_visa": {
        "yes": _("yes"),
        "no": _("no"),
        "unknown": _("not known"),
    },
}

OBLIGATIONS = {
    "tell_the_subject_before": _("tell the person before"),
    "tell_the_subject_after": _("tell the person afterwards"),
    "tell_the_supporting_agency": _("tell the supporting agency"),
    "link_to_third_party": _("link the person to a third party who can advise and help"),
    "supervisor_signature": _("a supervisor signs"),
    "chief_officer_signature": _("a chief officer signs"),
    "record_necessity": _("record why it is necessary"),
    "minimise": _("share no more than is needed"),
    "ask_no_onward_to_immigration": _("ask that it is not passed on to immigration authorities"),
    "warn_of_recipients_own_duties": _("warn of the recipient's own duties"),
    "refer_child_to_social_care": _("refer the child to social care"),
    "lawyer_reads_the_order": _("a lawyer reads the order first"),
    "only_what_the_order_names": _("only what the order names"),
    "anonymise": _("name nobody"),
    "offer_independent_adviser": _("offer an independent adviser"),
    "review_in_24_hours": _("review within 24 hours"),
}

# What an officer is asked, where the answer depends on it.
QUESTIONS = {
    "consent": _("What did the person say to this sharing?"),
    "danger": _("How dangerous is it now?"),
    "age": _("How old is the person?"),
    "pathway": _("What happened to the person?"),
    "stage": _("How far has it come?"),
}

EFFECTS = {
    "never": _("Never"),
    "human": _("A named person decides"),
    "may": _("May be told"),
}


def value_name(attribute: str, value: str) -> str:
    """Return what a value is called in the language of the page."""
    return str(VALUES[attribute][value])


# How far a version of the policy has come, for those who propose, sign and adopt.
VERSION_STATES = {
    "unreadable": _("Altered since it was loaded"),
    "lacks": _("Does not keep what it requires"),
    "too_different": _("Cannot be compared"),
    "loaded": _("Loaded, not signed"),
    "one_signature": _("Not enough signatures"),
    "signed": _("Signed, may be adopted"),
    "coming": _("Adopted, not in force yet"),
    "in_force": _("In force"),
    "superseded": _("Was in force"),
}

# Why something was not done. Each says what to do.
ADOPTION_REASONS = {
    "unreadable": _("This version was altered since it was loaded. Load it anew under another name"),
    "lacks_claim": _("A claim that this version requires does not hold. Change the rules and load them anew"),
    "too_different": _("The difference could not be worked out. Write the rules in fewer steps and load them again"),
    "already_adopted": _("This version is adopted already. There is nothing more to do"),
    "loaded_it": _("You loaded this version. Two other people sign it"),
    "changed": _("Something has changed since you opened this page. Read it again, then sign"),
    "home_office_unread": _("Read what the Home Office is newly told, and tick that you have"),
    "not_signed": _("You have no signature here that counts now"),
    "unsigned": _("Not enough people have signed exactly this yet"),
    "adopted_in_future": _("Enter a day that is not after today"),
    "effect_before_adoption": _("Enter a day that is not before the day of adoption"),
    "effect_too_early": _("Enter a day that is not before the earliest day named on this page"),
    "review_too_early": _("Enter a day after the day on which it takes effect"),
}

# The published figures: kinds of recipient, and what was done.
FIGURE_KINDS = {
    "home_office_bodies": _("The Home Office and its bodies"),
    "helpers": _("Services that help"),
    "others": _("Everyone else"),
}
FIGURE_ACTS = {
    "disclosure": _("Told, as the policy says"),
    "refusal": _("Not told: the answer was no"),
    "request": _("They asked us about a person"),
    "departure": _("Told against the policy’s answer"),
    "share_now": _("Told at once, as a life may be in danger"),
    "found_outside": _("Told outside this system, and found later"),
}


def shown_count(count: PublishedCount) -> SafeString:
    """Return a published count in words: no small number is in it."""
    if count.at_least is None:
        return format_html(gettext("fewer than {number}, not none"), number=ltr(count.fewer_than))
    if count.is_exact:
        return ltr(count.at_least)
    return format_html(gettext("at least {number}"), number=ltr(count.at_least))
