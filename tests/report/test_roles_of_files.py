"""Files on PostgreSQL, each process under its own login role: added, taken away, sent, opened, erased and forgotten."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import Error as AnyDatabaseError
from django.db import connection
from django.test import Client

from safetoshare.base import clock
from safetoshare.base.database import SecurityContext, acting_as, unit_of_work
from safetoshare.base.grants import grant_privileges
from safetoshare.base.permissions import Role
from safetoshare.core.errors import SealError
from safetoshare.report.api import filing
from safetoshare.report.api.files import FilePart, SentFile, files_of, note_opening, openings_with_names
from safetoshare.report.models import ReportFile, ReportFileChunk
from safetoshare.report.selectors.drafts import read_draft
from safetoshare.report.selectors.files import pieces_of
from safetoshare.report.services.files import forget_files
from tests.core.files.samples import picture
from tests.postgres import Cluster
from tests.report.conftest import SafeguardingUnit, create_unit_with_known_keys
from tests.report.pages import Reporter, hidden, text_of
from tests.sharing.test_disclosures_roles import as_process, somebody

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PHOTO = ("IMG_1.jpg", picture("JPEG"))
WORDS = ("words.txt", b"words")


def kept() -> int:
    with unit_of_work():
        return ReportFile.objects.count()


def sent_photo(cluster: Cluster, visitor: Client, unit: SafeguardingUnit) -> SentFile:
    reporter = Reporter(visitor)
    with as_process(cluster, "public"):
        reporter.reach_form()
        reporter.add(PHOTO)
        assert reporter.send(account="x").status_code == 200
    return files_of(unit.account())[0]


def files_in(reporter: Reporter) -> list[SentFile]:
    draft = read_draft(reporter.draft)
    assert draft is not None
    return filing.read(draft.answers["files"])


def content(file: SentFile, context: SecurityContext) -> bytes:
    return b"".join(pieces_of(file.id, file.key, FilePart.ORIGINAL, file.size, context))


def test_files_are_added_taken_away_wiped_and_sent_by_the_public_process_and_forgotten_by_the_worker(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    unit = create_unit_with_known_keys()
    grant_privileges(connection)
    sent, wiped, left = (Reporter(visitor) for _ in range(3))
    with as_process(postgresql_cluster, "public"):
        for reporter in (sent, wiped, left):
            reporter.reach_form()
            assert "2 files were added" in text_of(reporter.add(PHOTO, WORDS))
        assert "It is deleted" in text_of(wiped.post("/report/wipe/", ticket=wiped.ticket, page="what"))
        (first, _second) = [one.id.hex for one in files_in(sent)]
        sent.post("/report/files/away/", ticket=sent.ticket, draft=sent.draft, file=first)
        assert sent.send(account="x").status_code == 200
        sent.ticket = hidden(sent.come_back())
        assert "1 file has been sent" in text_of(sent.add(PHOTO, address="/return/files/"))
    # Of what was sent, one with the report and one later; and two that are begun.
    assert kept() == 4
    assert len(unit.messages()[0].files) == 1
    with as_process(postgresql_cluster, "worker"):
        assert forget_files(clock.today()) == 0
        assert forget_files(clock.today() + timedelta(days=400)) == 2
    assert kept() == 2
    with unit_of_work():
        assert not ReportFileChunk.objects.exclude(file__in=ReportFile.objects.all()).exists()


def test_the_units_process_opens_a_file_for_somebody_who_works_on_cases_and_for_nobody_else(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    unit = create_unit_with_known_keys()
    grant_privileges(connection)
    photo = sent_photo(postgresql_cluster, visitor, unit)
    officer, outsider = somebody(Role.VICTIM_CARE_OFFICER), somebody(Role.RESPONSE_OFFICER)
    with as_process(postgresql_cluster, "hub"):
        assert content(photo, officer) == PHOTO[1]
        for context in (outsider, SecurityContext()):
            with pytest.raises(SealError):
                content(photo, context)
        with acting_as(officer):
            note_opening(photo.id, FilePart.ORIGINAL, UUID(officer.account), clock.today())
            assert [part for _name, part, _on in openings_with_names(photo.id)] == ["original"]


def test_no_process_but_the_units_reads_of_a_sent_file_by_its_number(
    postgresql_cluster: Cluster, visitor: Client
) -> None:
    unit = create_unit_with_known_keys()
    grant_privileges(connection)
    photo = sent_photo(postgresql_cluster, visitor, unit)
    with as_process(postgresql_cluster, "public"), pytest.raises(SealError):
        content(photo, SecurityContext())
    for process in ("partner", "scrutiny", "worker"):
        with as_process(postgresql_cluster, process), pytest.raises(AnyDatabaseError):
            content(photo, SecurityContext())


def test_the_public_process_deletes_nothing_that_was_sent(postgresql_cluster: Cluster, visitor: Client) -> None:
    unit = create_unit_with_known_keys()
    grant_privileges(connection)
    sent_photo(postgresql_cluster, visitor, unit)
    with unit_of_work():
        look_up = bytes(ReportFile.objects.get().look_up).hex()
    with as_process(postgresql_cluster, "public"):
        for table in (ReportFileChunk, ReportFile):
            with unit_of_work(write=True, context=SecurityContext(look_up=look_up)):
                rows = table.objects.all()
                assert rows._raw_delete(rows.db) == 0
    assert kept() == 1
