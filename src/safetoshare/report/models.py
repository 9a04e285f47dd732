"""Reports, their mailboxes, and what the reporter writes later (Recs 4 and 5).

In the clear stands only what the unit's list of work needs: a random identifier, the area if she named one, two days
and a state. What she wrote is sealed to the safeguarding unit, her mailbox key under her receipt. No row says when
within a day anything came, and none holds an address, a language or a telephone number that could be read.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models

from safetoshare.base.models.sealed import SealedColumns
from safetoshare.core.vault import Place


class ReportState(StrEnum):
    """A report has been received; then somebody of the safeguarding unit has taken it on, or set it aside as none.

    Set aside it stands as it was, and can be brought back. Erased, it is empty.
    """

    RECEIVED = "received"
    TAKEN = "taken"
    SET_ASIDE = "set_aside"
    ERASED = "erased"


class Team(StrEnum):
    """Who reads first: the unit in its order, or whoever is on duty, because she said that there is danger now."""

    UNIT = "unit"
    DUTY = "duty"


class Group(StrEnum):
    """The account, for the unit's ordinary key; safe contact and who must not know, for its restricted one.

    Where danger is now and the person allowed it, both once more for the control room's key.
    """

    ACCOUNT = "account"
    CONTACT = "contact"
    DUTY = "duty"


class Report(models.Model):
    """One report. Its look-up finds it, and nothing in the row opens it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    look_up = models.BinaryField(unique=True)
    # Destroying it destroys the receipt's key to the mailbox: that is erasure.
    salt = models.BinaryField()
    mailbox_public = models.BinaryField()
    mailbox_private = models.BinaryField()
    # The day on which she was shown the promise, sealed to her mailbox: she is told when less is promised.
    promise_wrapped = models.BinaryField(default=b"")
    promise_sealed = models.BinaryField(default=b"")
    # Marks of her second word and her word for danger, under the receipt's key: of one size whether she chose any.
    words_sealed = models.BinaryField(default=b"")
    # Of the form that was sent: pressed twice, it is found again.
    nonce_hash = models.BinaryField(unique=True)
    # Tells whether the second press sent the same words. Keyed with the nonce, which is stored nowhere.
    content_mark = models.BinaryField()
    # All that a report says in the clear of what it is about: that it cannot wait.
    team = models.CharField(max_length=10, default=Team.UNIT.value)
    # Empty: she did not say.
    area = models.CharField(max_length=20, default="", blank=True)
    # It came in a flood, or a machine may have sent it: it is read after the others.
    is_set_back = models.BooleanField(default=False)
    received_on = models.DateField()
    next_step_by = models.DateField()
    state = models.CharField(max_length=20, default=ReportState.RECEIVED.value)
    # How many messages the person had written when it was set aside: one more, and it waits again.
    set_aside_after = models.PositiveIntegerField(null=True, default=None)
    # The day on which she last took every agreement back from her mailbox, and whether that is still to be carried out
    # in her case: meanwhile nothing is sent.
    stop_asked_on = models.DateField(null=True, default=None)
    is_stop_due = models.BooleanField(default=False)
    # The day on which she asked that all be erased, and the one before which it is not done on her wish.
    erasure_asked_on = models.DateField(null=True, default=None)
    erasure_not_before = models.DateField(null=True, default=None)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="report_state_is_known", condition=models.Q(state__in=[state.value for state in ReportState])
            ),
            models.CheckConstraint(
                name="report_team_is_known", condition=models.Q(team__in=[team.value for team in Team])
            ),
            models.CheckConstraint(
                name="report_next_step_comes_later", condition=models.Q(next_step_by__gt=models.F("received_on"))
            ),
        )

    def __str__(self) -> str:
        return f"report {self.id}"


class ReportDraft(models.Model):
    """What somebody has begun to write under a receipt, sealed under it: she alone goes on, until it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    look_up = models.BinaryField(unique=True)
    salt = models.BinaryField()
    # The draft's key, sealed under the receipt's.
    key_sealed = models.BinaryField()
    sealed = models.BinaryField()
    written_on = models.DateField()

    def __str__(self) -> str:
        return f"draft {self.id}"


class FilePart(StrEnum):
    """The file as it came, and the copy of a picture that was written anew."""

    ORIGINAL = "original"
    COPY = "copy"


class ReportFile(models.Model):
    """A file that came under a receipt. What it is, its name and its key stand sealed in what it was sent with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    look_up = models.BinaryField(db_index=True)
    # Empty until the report is sent: till then it is hers alone.
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files", null=True, default=None)
    # The last day on which somebody wrote under that receipt.
    written_on = models.DateField()

    def __str__(self) -> str:
        return f"file {self.id}"


class ReportFileChunk(models.Model):
    """A piece of a file, or of its copy, sealed under the file's key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ReportFile, on_delete=models.CASCADE, related_name="chunks")
    part = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="report_file_chunk_one_number", fields=["file", "part", "number"]),
            models.CheckConstraint(
                name="report_file_chunk_part_is_known",
                condition=models.Q(part__in=[part.value for part in FilePart]),
            ),
        )

    def __str__(self) -> str:
        return f"{self.part} {self.number} of {self.file_id}"


class ReportFileOpening(models.Model):
    """That a member of staff opened a file: with its hash, what shows that it is still what came (continuity)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(ReportFile, on_delete=models.CASCADE, related_name="openings")
    part = models.CharField(max_length=10)
    account = models.UUIDField()
    opened_on = models.DateField()

    def __str__(self) -> str:
        return f"opening of {self.file_id}"


class ReportGroup(SealedColumns):
    """One group of a report's fields."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(max_length=20)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="report_one_group_of_a_name", fields=["report", "group"]),
            models.CheckConstraint(
                name="report_group_is_known", condition=models.Q(group__in=[group.value for group in Group])
            ),
        )

    def __str__(self) -> str:
        return f"{self.group} of {self.report_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.report_id, "report_reportgroup", str(self.group), 1)


class CentreReport(models.Model):
    """That a third-party reporting centre sent a report: for the centre, which follows what it sent itself.

    The account says which centre it was; this row is erased with the report.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="by_centre")
    organisation = models.UUIDField(db_index=True)
    sent_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.report_id} by a centre"


class MailboxItem(SealedColumns):
    """A message to the reporter, sealed to her mailbox."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="mailbox_items")
    number = models.PositiveIntegerField()
    sent_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="mailbox_item_one_number", fields=["report", "number"]),)

    def __str__(self) -> str:
        return f"message {self.number} to the reporter of {self.report_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.report_id, "report_mailboxitem", "message", self.number)


class ReporterMessage(SealedColumns):
    """What a reporter wrote after her report, sealed to the safeguarding unit's ordinary key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    nonce_hash = models.BinaryField(unique=True)
    written_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="reporter_message_one_number", fields=["report", "number"]),)

    def __str__(self) -> str:
        return f"message {self.number} from the reporter of {self.report_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.report_id, "report_reportermessage", "message", self.number)


class ContactChange(SealedColumns):
    """Another safe contact, left in the mailbox, sealed to the unit's restricted key. It takes the place of
    the one before.

    Held, it is not used: the unit thinks that somebody else asked, or forced the person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="contact_changes")
    number = models.PositiveIntegerField()
    nonce_hash = models.BinaryField(unique=True)
    asked_on = models.DateField()
    # The day from which it is used.
    not_before = models.DateField()
    is_held = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(name="contact_change_one_number", fields=["report", "number"]),)

    def __str__(self) -> str:
        return f"safe contact {self.number} of {self.report_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.report_id, "report_contactchange", "contact", self.number)


class Look(SealedColumns):
    """That somebody of a role read the report or its case in a week, sealed to the reporter's mailbox: no name, no day.

    Each looks like any other. `mark` keeps a role from being noted twice a week.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="looks")
    mark = models.BinaryField(unique=True)

    def __str__(self) -> str:
        return f"look at {self.report_id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return Place(self.id, "report_look", "look", 1)
