"""What was given to whom, sealed to those whom it concerns: the unit, the recipient and the person (Recs 1 and 4(g)).

A thief of these tables learns how many decisions a case had, on which days, and how many packages an organisation
got. No column tells whom a case was told to: a package does not name its disclosure, nor a disclosure its package, for
both come from a nonce that is stored nowhere (see `services.disclosures`). The order of their rows still ties them
together, as decision 0006 says under "what a stolen database still ties together".
"""

from __future__ import annotations

import uuid

from django.db import models

from safetoshare.base.models.sealed import SealedColumns
from safetoshare.core.vault import Place


class Disclosure(SealedColumns):
    """One record about a case, a decision or another act: sealed under the unit's restricted key.

    Which it was, and whether something was permitted, stands inside the seal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.UUIDField(db_index=True)
    # Of the nonce in the form: a second press finds the first one's disclosure.
    nonce_hash = models.BinaryField(unique=True)
    on = models.DateField()
    # The person's running number, and by when the entry stands in the public log: what a second press is told.
    number = models.PositiveIntegerField()
    include_by = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="disclosure_is_numbered_from_one", condition=models.Q(number__gte=1)),
        )

    def __str__(self) -> str:
        return f"disclosure {self.id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return self.place(self.id)

    @staticmethod
    def place(disclosure: uuid.UUID) -> Place:
        """Return the place to which a record is sealed."""
        return Place(disclosure, "sharing_disclosure", "record", 1)


class Package(SealedColumns):
    """What an organisation was given: the permitted fields and nothing else, sealed to its key.

    Whose it is, stands in `unit_key` alone.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    sent_on = models.DateField()

    class Meta:
        indexes = (models.Index(name="package_of_a_key", fields=("unit_key", "sent_on")),)

    def __str__(self) -> str:
        return f"package {self.id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return self.place(self.id)

    @staticmethod
    def place(package: uuid.UUID) -> Place:
        """Return the place to which a package is sealed."""
        return Place(package, "sharing_package", "fields", 1)


class SubjectNotice(SealedColumns):
    """One notice to the person concerned, sealed to her or his mailbox: the record, and what proves it.

    Before the day `shown_from` it is not handed out: a delay ends by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mailbox = models.UUIDField()
    number = models.PositiveIntegerField()
    # The entry in the public log. The person's next record names it, so that a missing one shows.
    commitment = models.BinaryField(unique=True)
    shown_from = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="notice_one_of_a_number", fields=("mailbox", "number")),
            models.CheckConstraint(name="notice_is_numbered_from_one", condition=models.Q(number__gte=1)),
        )

    def __str__(self) -> str:
        return f"notice {self.id}"

    def sealed_place(self) -> Place:
        """Return the place to which this row is sealed."""
        return self.place(self.mailbox, self.number)

    @staticmethod
    def place(mailbox: uuid.UUID, number: int) -> Place:
        """Return the place to which a notice is sealed."""
        return Place(mailbox, "sharing_subjectnotice", "notice", number)
