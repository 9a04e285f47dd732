"""The directory: organisations, what they offer, where, to whom, and from which source each of it is known (Rec 6).

There is no column for an address: where a refuge or safe house is must never stand in a directory.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from django.db import models

from safetoshare.core.matching import ANSWERS
from safetoshare.core.needs import NEEDS
from safetoshare.core.opening import DAYS, MINUTES_A_DAY


class Status(StrEnum):
    """Whether a service is offered; an inactive one keeps its row, since referrals name it."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class Mark(StrEnum):
    """How sure a fact is: read in the source itself, read at second hand, or believed and to be checked."""

    READ = "R"
    READ_AT_SECOND_HAND = "R2"
    BELIEVED = "B"


class Subject(StrEnum):
    """What a fact is about."""

    HELP = "help"
    AREAS = "areas"
    PEOPLE = "people"
    LANGUAGES = "languages"
    CONDITIONS = "conditions"
    HOURS = "hours"
    COST = "cost"


class Organisation(models.Model):
    """A body that offers help or takes part in the network.

    `recipient` is what the sharing policy calls it, `digest` the SHA-256 of the entry that it was loaded from.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    description = models.TextField()
    recipient = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """What an organisation offers. `assured_on` is the day on which the organisation itself last confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="services")
    name = models.CharField(max_length=200)
    description = models.TextField()
    for_whom = models.TextField(blank=True)
    is_national = models.BooleanField(default=False)
    status = models.CharField(max_length=10, default=Status.ACTIVE.value)
    read_on = models.DateField()
    assured_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="status_of_a_service_is_known", condition=models.Q(status__in=[known.value for known in Status])
            ),
        )

    def __str__(self) -> str:
        return self.name


class ServiceArea(models.Model):
    """An area in which a service works, by its code of the Office for National Statistics."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="areas")
    code = models.CharField(max_length=9, db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="an_area_is_named_once", fields=["service", "code"]),)

    def __str__(self) -> str:
        return self.code


class ServiceNeed(models.Model):
    """What is known of a service for one need: yes, no, or not known."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="needs")
    need = models.CharField(max_length=30, db_index=True)
    answer = models.CharField(max_length=10)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="a_need_is_answered_once", fields=["service", "need"]),
            models.CheckConstraint(name="need_of_a_service_is_known", condition=models.Q(need__in=NEEDS)),
            models.CheckConstraint(name="answer_of_a_service_is_known", condition=models.Q(answer__in=ANSWERS)),
        )

    def __str__(self) -> str:
        return f"{self.need}: {self.answer}"


class ServiceLanguage(models.Model):
    """A language that the people of a service speak, by its code (ISO 639)."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="languages")
    code = models.CharField(max_length=3)

    class Meta:
        constraints = (models.UniqueConstraint(name="a_language_is_named_once", fields=["service", "code"]),)

    def __str__(self) -> str:
        return self.code


class _FromSource(models.Model):
    """Where something was read, how sure it is, and on which day."""

    source = models.CharField(max_length=300)
    mark = models.CharField(max_length=2, choices=[(mark.value, mark.name) for mark in Mark])
    read_on = models.DateField()

    class Meta:
        abstract = True


class ServicePhone(_FromSource):
    """A telephone number of a service, and when it answers, in words.

    `is_free` is None while nobody knows whether a call costs anything; a fact about "cost" names the source of else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="phones")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=30)
    hours = models.CharField(max_length=200, blank=True)
    is_free = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="a_telephone_has_its_place", fields=["service", "position"]),)

    def __str__(self) -> str:
        return self.number


class PhoneOpening(models.Model):
    """Hours of one day of the week at which a telephone is answered, in minutes since London's midnight (Monday is 0).

    None at all means that they are not known. A fact about "hours" of the service names their source.
    """

    phone = models.ForeignKey(ServicePhone, models.CASCADE, related_name="openings")
    day = models.PositiveSmallIntegerField()
    opens = models.PositiveSmallIntegerField()
    closes = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="an_opening_is_named_once", fields=["phone", "day", "opens"]),
            models.CheckConstraint(
                name="an_opening_is_within_a_day",
                condition=models.Q(day__lt=len(DAYS), opens__lt=models.F("closes"), closes__lte=MINUTES_A_DAY),
            ),
        )

    def __str__(self) -> str:
        return f"{DAYS[self.day]} {self.opens}-{self.closes}"


class Fact(_FromSource):
    """A sentence about an organisation, or about one of its services, with its source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="facts")
    service = models.ForeignKey(Service, models.CASCADE, related_name="facts", null=True)
    position = models.PositiveSmallIntegerField()
    about = models.CharField(max_length=20, choices=[(subject.value, subject.name) for subject in Subject])
    statement = models.TextField()

    def __str__(self) -> str:
        return self.statement
