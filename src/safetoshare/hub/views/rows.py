"""How a case is written on a page: rows of what is known, in words of the language of the page.

What a person told stands in whatever language she used, so each text finds its own direction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from safetoshare.base.force import current_force
from safetoshare.base.labels import NEED_NAMES
from safetoshare.base.languages import LANGUAGES, english, ltr
from safetoshare.hub.api.cases import Assessment, SafeContact, Triage
from safetoshare.hub.labels import (
    ABOUT,
    AGES,
    AGREED,
    ANSWERS,
    CHANNELS,
    FIELDS,
    INTERPRETER_WISHES,
    RIGHTS_REASONS,
    RULE_READ,
    WISHES,
)
from safetoshare.report.api import COMPLAINT, Message, ReportContent, due_on, files
from safetoshare.report.api.files import SentFile
from safetoshare.sharing.api.labels import value_name

Row = dict[str, Any]


def reference(identifier: UUID) -> SafeString:
    """Return the short name by which colleagues speak of a report or case."""
    return ltr(identifier.hex[:6].upper())


def area_name(code: str) -> str:
    """Return an area's name as the force writes it."""
    name = next((area.name for area in current_force().areas if area.code == code), None)
    return english(name) if name else _("Area not said")


def plain_reference(identifier: UUID) -> str:
    """Return the same name where there is no page, as in the name of a file that is saved."""
    return identifier.hex[:6].upper()


def day(value: date) -> str:
    """Return a day as the page's language writes it."""
    return date_format(value, "j F Y")


def told(text: str) -> SafeString:
    """Return what somebody wrote, in its own direction and with its lines kept."""
    return format_html('<div dir="auto">{}</div>', linebreaksbr(text))


def message(said: Message) -> SafeString:
    """Return what a reporter wrote later, or what she did without writing."""
    if said.kind == "duress":
        words = _(
            "The word for danger was typed: somebody may have made the person open the mailbox. Make no contact as if"
            " nothing were; go by what must not be known, and decide with a supervisor."
        )
        return format_html('<strong class="govuk-tag govuk-tag--red">{}</strong> {}', _("Danger"), words)
    if said.kind == "control_room":
        return format_html("<strong>{}</strong> {}", _("Control room:"), told(said.text))
    if said.kind == COMPLAINT and said.written_on:
        answer_by = _("Tell the person by %(day)s that it is being looked at.") % {
            "day": day(due_on("complain", said.written_on))
        }
        tag = format_html('<strong class="govuk-tag govuk-tag--red">{}</strong> {}', _("Complaint"), answer_by)
        return format_html("{}{}", tag, told(said.text))
    if not said.files:
        return told(said.text)
    count = len(said.files)
    sent = ngettext("%(count)d file was sent.", "%(count)d files were sent.", count) % {"count": count}
    return format_html("{}{}", told(said.text), sent)


def listed(texts: Iterable[object]) -> SafeString:
    """Return texts one below the other."""
    return format_html(
        '<ul class="govuk-list">{}</ul>', format_html_join("", "<li>{}</li>", ((text,) for text in texts))
    )


def row(key: object, value: object) -> Row:
    """Return one row of a summary list."""
    return {"key": {"text": key}, "value": {"text": value}}


def contact_rows(contact: SafeContact) -> list[Row]:
    """Return how to reach the person safely. Who must not know comes first."""
    nothing = _("Not said")
    said = [
        (_("Way to make contact"), CHANNELS.get(contact.channel, "")),
        (FIELDS["code_word"], contact.code_word),
        (FIELDS["stop_word"], contact.stop_word),
    ]
    return [
        row(FIELDS[name], told(text) if text else nothing)
        for name, text in (
            ("must_not_know", contact.must_not_know),
            ("how", contact.how),
            ("when", contact.when),
            ("if_someone_else_answers", contact.if_someone_else_answers),
        )
    ] + [row(name, told(str(text))) for name, text in said if text]


def report_rows(content: ReportContent) -> list[Row]:
    """Return what was reported; what was not said is left out, but for danger."""
    answers = {"yes": _("Yes"), "no": _("No")}
    rows = [row(_("In danger now"), answers.get(content.danger, _("Not said")))]
    rows += [row(FIELDS["account"], told(content.account))] if content.account else []
    texts = (
        (FIELDS["happened_when"], content.happened_when),
        (_("Where it happened"), content.place),
        (_("What shows it"), content.evidence),
        (_("Works at"), content.works_at),
    )
    rows += [row(name, told(text)) for name, text in texts if text]
    rows += [row(_("Who it is about"), ABOUT[content.about])] if content.about in ABOUT else []
    if content.agreed in AGREED:
        rows.append(row(_("Does the person agree that this was written"), AGREED[content.agreed]))
    if content.centre:
        rows += _of_the_paper(content)
    if content.wish in WISHES:
        rows.append(row(_("What the person wants"), WISHES[content.wish]))
    if content.pathways:
        rows.append(row(_("Kind of thing"), listed(value_name("pathway", pathway) for pathway in content.pathways)))
    if content.needs:
        rows.append(row(_("Help that is wanted"), listed(NEED_NAMES[need] for need in content.needs)))
    if content.children in answers:
        rows.append(row(_("Children"), answers[content.children]))
    if content.spoken_language:
        rows.append(row(FIELDS["language"], told(content.spoken_language)))
    if content.interpreter in answers:
        rows.append(row(FIELDS["interpreter"], answers[content.interpreter]))
    if content.interpreter_wishes:
        wishes = listed(INTERPRETER_WISHES[wish] for wish in content.interpreter_wishes)
        rows.append(row(_("Who the interpreter should be"), wishes))
    return rows


def _of_the_paper(content: ReportContent) -> list[Row]:
    """Return what only a reporting centre says, which typed it in from paper."""
    rows = [row(_("Typed in from paper by"), english(content.centre))]
    if content.written_on:
        rows.append(row(_("Written on"), day(content.written_on)))
    if content.rule_read in RULE_READ:
        read = RULE_READ[content.rule_read]
        on = content.promise_shown_on
        rows.append(row(_("Rule on sharing read before"), f"{read}, {day(on)}" if on else read))
    return rows


def file_rows(file: SentFile) -> list[Row]:
    """Return what is known of a file; by its hash anyone can tell whether another one is the same."""
    return [
        row(_("What it is"), f"{files.group_name(file.group)} ({file.kind})"),
        row(_("Name on the phone"), told(file.name)),
        row(_("Size"), files.size_in_words(file.size)),
        row(_("Received on"), day(file.received_on)),
        row(_("SHA-256 of the original"), ltr(file.sha256)),
    ]


def triage_rows(triage: Triage) -> list[Row]:
    """Return what triage found."""
    reasons = (
        listed(RIGHTS_REASONS[reason] for reason in triage.reasons) if triage.reasons else _("No reason was found")
    )
    rows = [row(_("Pathway"), value_name("pathway", triage.pathway)), row(_("Enhanced rights"), reasons)]
    return [*rows, row(_("Why"), told(triage.note))] if triage.note else rows


def assessment_rows(assessment: Assessment) -> list[Row]:
    """Return what was found: the needs, what was not talked about, and how to speak with the person."""
    not_yet = [need for need, answer in assessment.needs.items() if answer == "not_talked_about"]
    rows = [
        row(FIELDS["needs"], listed(NEED_NAMES[need] for need in assessment.found) if assessment.found else _("None")),
        row(FIELDS["language"], spoken(assessment.language, assessment.language_note)),
        row(FIELDS["interpreter"], ANSWERS[assessment.interpreter]),
        row(_("Under 18"), AGES[assessment.age]),
    ]
    if assessment.name:
        rows.insert(0, row(FIELDS["name"], told(assessment.name)))
    if assessment.notes:
        rows.append(row(_("Notes"), told(assessment.notes)))
    if not_yet:
        text = _("%(count)d of %(all)d needs") % {"count": len(not_yet), "all": len(assessment.needs)}
        rows.append(row(_("Not talked about"), text))
    return rows


def spoken(language: str, note: str) -> SafeString | str:
    """Return a language by its own name, with what was added to it."""
    own = next((known for known in LANGUAGES if known.code == language), None)
    parts = [format_html('<span lang="{}" dir="{}">{}</span>', own.code, own.direction, own.own_name)] if own else []
    parts += [told(note)] if note else []
    return format_html_join("", "{}", ((part,) for part in parts)) if parts else _("Not talked about")


def package_rows(fields: Mapping[str, Mapping[str, str]]) -> list[tuple[str, list[Row]]]:
    """Return what is sent, kind by kind, exactly as it is sent."""
    return [
        (value_name("data", kind), [row(FIELDS[name], told(text)) for name, text in values.items()])
        for kind, values in fields.items()
    ]
