"""The one door to a transaction: all or nothing, never nested, read-only unless it says that it writes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from django.db import DatabaseError, OperationalError, connection, connections
from django.db.transaction import TransactionManagementError, get_autocommit  # noqa: TID251  # to look, not to open

from safetoshare.base.database import AUDIT, NestedUnitOfWorkError, SecurityContext, unit_of_work
from safetoshare.base.models import AuditRow, JobDay, Unit
from tests.base.conftest import InThreads

DAY = date(2026, 6, 17)
in_files = pytest.mark.django_db(transaction=True, databases=["default", "audit"])
CONTEXT = SecurityContext(account="4b9f2c1e", look_up="7d3a")


def jobs() -> set[str]:
    with unit_of_work():
        return set(JobDay.objects.values_list("job", flat=True))


def store(*names: str) -> None:
    with unit_of_work(write=True):
        for name in names:
            JobDay.objects.create(job=name, day=DAY)


@pytest.mark.django_db
def test_what_a_writing_unit_stored_is_there_afterwards() -> None:
    store("one", "two")
    assert jobs() == {"one", "two"}


@pytest.mark.django_db(transaction=True)
def test_outside_of_a_unit_there_is_no_transaction_and_inside_there_is_one() -> None:
    assert get_autocommit()
    with unit_of_work(write=True):
        assert not get_autocommit()
    assert get_autocommit()


@pytest.mark.django_db
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_exception_undoes_all_of_it_and_goes_on(error: type[BaseException]) -> None:
    store("before")

    def fail() -> None:
        with unit_of_work(write=True):
            JobDay.objects.create(job="half", day=DAY)
            raise error

    with pytest.raises(error):
        fail()
    assert jobs() == {"before"}


@pytest.mark.django_db
@pytest.mark.parametrize("outer", [True, False])
@pytest.mark.parametrize("inner", [True, False])
def test_a_unit_inside_another_is_refused_and_undoes_the_outer_one(outer: bool, inner: bool) -> None:
    def nest() -> None:
        with unit_of_work(write=outer):
            if outer:
                JobDay.objects.create(job="outer", day=DAY)
            with unit_of_work(write=inner):
                pytest.fail("the inner unit began")

    with pytest.raises(NestedUnitOfWorkError):
        nest()
    assert jobs() == set()


@pytest.mark.django_db
def test_after_a_refusal_or_a_failure_the_next_unit_begins_as_if_nothing_had_been() -> None:
    for _ in range(2):
        with pytest.raises(NestedUnitOfWorkError), unit_of_work(), unit_of_work():
            pass
    store("after")
    assert jobs() == {"after"}


@pytest.mark.django_db(databases=["default", "audit"])
def test_the_audit_commits_while_another_unit_is_under_way() -> None:
    with unit_of_work(write=True), unit_of_work(write=True, using=AUDIT):
        assert connections[AUDIT].in_atomic_block
        assert connection.in_atomic_block


@pytest.mark.django_db(databases=["default", "audit"])
def test_a_second_unit_on_the_audit_is_refused_too() -> None:
    with pytest.raises(NestedUnitOfWorkError), unit_of_work(using=AUDIT), unit_of_work(using=AUDIT):
        pass


@in_files
def test_a_thread_begins_its_own_unit_while_another_has_one(in_threads: InThreads) -> None:
    both_inside = threading.Barrier(2, timeout=20)

    def read() -> int:
        with unit_of_work():
            both_inside.wait()
            return JobDay.objects.count()

    assert in_threads(read, read) == [0, 0]


@in_files
def test_two_that_write_at_once_both_succeed(in_threads: InThreads) -> None:
    begin = threading.Barrier(2, timeout=20)

    def write(name: str) -> Callable[[], None]:
        def work() -> None:
            begin.wait()
            with unit_of_work(write=True):
                JobDay.objects.count()
                time.sleep(0.05)
                JobDay.objects.create(job=name, day=DAY)

        return work

    in_threads(write("one"), write("two"))
    assert jobs() == {"one", "two"}


@in_files
@pytest.mark.sqlite
def test_on_sqlite_two_deferred_transactions_would_fail_half_way(in_threads: InThreads) -> None:
    """Why a writing unit begins IMMEDIATE: the case above with plain transactions."""
    both_have_read = threading.Barrier(2, timeout=20)

    def write() -> str:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM base_jobday")
            both_have_read.wait()
            try:
                cursor.execute("INSERT INTO base_jobday (job, day) VALUES ('one', '2026-06-17')")
                time.sleep(0.05)
                cursor.execute("COMMIT")
            except OperationalError as error:
                cursor.execute("ROLLBACK")
                return str(error)
        return "stored"

    assert sorted(in_threads(write, write)) == ["database is locked", "stored"]


@in_files
@pytest.mark.sqlite
@pytest.mark.parametrize(("write", "begins"), [(True, "BEGIN IMMEDIATE"), (False, "BEGIN")])
def test_on_sqlite_only_a_writing_unit_takes_the_lock_at_once(in_threads: InThreads, write: bool, begins: str) -> None:
    def statements() -> list[str]:
        connection.force_debug_cursor = True
        with unit_of_work(write=write):
            JobDay.objects.count()
        return [query["sql"] for query in connection.queries]

    (said,) = in_threads(statements)
    assert said[0] == begins
    assert said[-1] == "COMMIT"


@in_files
@pytest.mark.sqlite
def test_on_sqlite_a_reader_does_not_wait_for_a_writer(in_threads: InThreads) -> None:
    writing, has_read = threading.Event(), threading.Event()

    def write() -> None:
        with unit_of_work(write=True):
            JobDay.objects.create(job="late", day=DAY)
            writing.set()
            assert has_read.wait(20)

    def read() -> set[str]:
        assert writing.wait(20)
        seen = jobs()
        has_read.set()
        return seen

    assert in_threads(write, read) == [None, set()]
    assert jobs() == {"late"}


@in_files
@pytest.mark.sqlite
def test_on_sqlite_a_unit_that_did_not_say_so_cannot_write_and_the_next_one_can(in_threads: InThreads) -> None:
    def write_while_reading() -> str:
        with unit_of_work():
            JobDay.objects.create(job="sly", day=DAY)
        return "stored"

    def try_and_then_write() -> None:
        with pytest.raises(OperationalError, match="readonly"):
            write_while_reading()
        with unit_of_work(write=True):
            JobDay.objects.create(job="open", day=DAY)

    in_threads(try_and_then_write)
    assert jobs() == {"open"}


@pytest.mark.django_db
def test_inside_a_tests_own_transaction_a_reading_unit_leaves_the_next_one_free_to_write() -> None:
    assert jobs() == set()
    store("after reading")
    assert jobs() == {"after reading"}


@pytest.mark.django_db(transaction=True)
def test_a_database_error_that_was_swallowed_does_not_commit_the_rest() -> None:
    def careless() -> None:
        with unit_of_work(write=True):
            JobDay.objects.create(job="once", day=DAY)
            with suppress(DatabaseError):
                JobDay.objects.create(job="once", day=DAY)
            JobDay.objects.create(job="after the error", day=DAY)

    with pytest.raises((TransactionManagementError, DatabaseError)):
        careless()
    assert jobs() == set()


@pytest.mark.django_db(databases=["default", "audit"])
def test_audit_rows_go_through_the_connection_of_their_own_and_nothing_else_does() -> None:
    assert AuditRow.objects.all().db == AUDIT
    assert Unit.objects.all().db == JobDay.objects.all().db == "default"


@pytest.mark.django_db(databases=["default", "audit"])
def test_each_table_is_made_where_its_rows_go() -> None:
    on_default = set(connections["default"].introspection.table_names())
    on_audit = set(connections[AUDIT].introspection.table_names())
    if connection.vendor == "sqlite":
        assert on_audit == {"base_auditrow", "base_auditleaf", "base_audithead", "django_migrations"}
        assert "base_auditrow" not in on_default
    else:
        assert on_audit == on_default
        assert "base_auditrow" in on_default
    assert {"base_account", "base_jobday", "django_session"} <= on_default
