"""Whether the house stands: what `doctor` prints, what `/readyz` answers, and what keeps `serve` from starting."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from safetoshare.base.database import unit_of_work
from safetoshare.base.districts import current_districts
from safetoshare.base.force import current_force
from safetoshare.base.grants import login_role
from safetoshare.base.keys import KeysNotTrustedError
from safetoshare.base.keys.lists import has_list, list_in_force
from safetoshare.base.keys.recovering import DRILL_EVERY_DAYS, days_since_drill
from safetoshare.base.models import Account, Unit
from safetoshare.base.preparation import tables_are_up_to_date
from safetoshare.base.schedule import late_jobs
from safetoshare.base.settings.environment import ProcessRole
from safetoshare.base.settings.secrets import ROLES_WITH_UNWRAPPER, keys_of_role, read_key
from safetoshare.base.unprotected import UNPROTECTED
from safetoshare.base.unwrapper import client, hardening
from safetoshare.core.errors import SettingError

LEAST_FREE_MEBIBYTES = 200
# How the log of a demonstration, or of an example that somebody copied, is named.
_NO_REAL_ORIGIN = re.compile(r"demonstration\.|[^/]*\.(example|invalid|test)(/|$)")


@dataclass(frozen=True)
class Finding:
    """What one look found: `says` tells what to do when it is not well."""

    subject: str
    is_well: bool
    says: str


def database_answers() -> Finding:
    """Look whether the database answers and its tables are up to date."""
    try:
        current = tables_are_up_to_date()
    except DatabaseError:
        return Finding("database", False, "does not answer: check SAFETOSHARE_DATABASE_URL and the server")
    if not current:
        return Finding(
            "database",
            False,
            "tables are missing or old: run `safetoshare demo`, in production `manage.py prepare`",
        )
    return Finding("database", True, connections[DEFAULT_DB_ALIAS].vendor)


def key_files() -> Finding:
    """Look whether each key file is there, undamaged, of this mode, and readable by its owner alone."""
    environment = settings.ENVIRONMENT
    names = keys_of_role(environment.role)
    for name in names:
        try:
            read_key(environment.secrets, name, environment.mode)
        except SettingError as error:
            return Finding("key files", False, str(error))
        if (environment.secrets / f"{name}.key").stat().st_mode & 0o077:
            return Finding("key files", False, f"{name}.key can be read by others: chmod 600")
    return Finding("key files", True, f"{len(names)} in {environment.secrets}")


def static_files() -> Finding:
    """Look whether the style sheet was collected: without it no page can be made."""
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return Finding("static files", True, "collected")
    return Finding("static files", False, "not collected: run `safetoshare demo`, in production `manage.py prepare`")


def force_folder() -> Finding:
    """Look whether the folder of the force can be read and is complete."""
    force, districts = current_force(), len(current_districts().areas)
    told = f"{force.name}: {len(force.areas)} areas, {districts} postcode districts, in {', '.join(force.languages)}"
    return Finding("force", True, told)


def unwrapper_answers() -> Finding:
    """Look whether the unwrapper takes questions."""
    if client.is_there():
        return Finding("unwrapper", True, "takes questions")
    return Finding("unwrapper", False, "is not running: `safetoshare serve` starts it")


def swap_is_off() -> Finding:
    """Look whether unlocked keys could be written to a disk."""
    if hardening.swap_is_off():
        return Finding("swap", True, "is off: what is unlocked stays in memory")
    says = (
        "is on: unlocked keys could be written to its disk; switch it off or encrypt it with a key drawn at each start"
    )
    # A demonstration opens synthetic records alone, and stands on whatever machine there is.
    return Finding("swap", settings.IS_DEMONSTRATION, says)


def key_list() -> Finding:
    """Look whether a key list is in force that this machine trusts: without one nothing is stored or shared."""
    subject = "key list"
    try:
        with unit_of_work():
            listed = list_in_force() if has_list() else None
    except KeysNotTrustedError as error:
        return Finding(subject, False, str(error))
    if listed is None:
        return Finding(subject, False, "there is none: `safetoshare keys ceremony` makes the first")
    return Finding(subject, True, f"number {listed.number} of {listed.on.isoformat()}, trusted here")


def recovery_drill() -> Finding:
    """Look whether two recovery sheets were tried in the last year."""
    subject = "recovery drill"
    with unit_of_work():
        days = days_since_drill()
    if days is None or days > DRILL_EVERY_DAYS:
        last = "was not held yet" if days is None else f"was held {days} days ago"
        return Finding(subject, settings.IS_DEMONSTRATION, f"{last}: two holders run `safetoshare keys drill`")
    return Finding(subject, True, f"held {days} days ago")


def what_falls_due() -> Finding:
    """Look whether each job that falls due daily was done: one that raises an alarm is not, until it is mended."""
    subject, late = "what falls due", late_jobs()
    if not late:
        return Finding(subject, True, "is done")
    says = f"not done: {', '.join(late)}; is `safetoshare worker` running, and what does its log say?"
    return Finding(subject, settings.IS_DEMONSTRATION, says)


def disk_has_room() -> Finding:
    """Look whether reports can still be stored."""
    free = shutil.disk_usage(settings.ENVIRONMENT.state).free // (1024 * 1024)
    return Finding("disk", free >= LEAST_FREE_MEBIBYTES, f"{free:,} MiB free")


def nothing_of_the_demonstration() -> Finding:
    """Look whether a production service holds accounts, units or a log's origin of the demonstration."""
    subject = "demonstration"
    if settings.IS_DEMONSTRATION:
        return Finding(subject, True, "this is the demonstration: synthetic people only")
    with unit_of_work():
        synthetic = (
            Account.objects.filter(is_demonstration=True).exists()
            or Unit.objects.filter(is_demonstration=True).exists()
        )
    if synthetic:
        return Finding(
            subject,
            False,
            "its accounts stand in this database: production refuses to start with them",
        )
    if current_force().is_demonstration:
        return Finding(
            subject,
            False,
            "force.toml is a demonstration's: set SAFETOSHARE_FORCE to the force's own folder",
        )
    if _NO_REAL_ORIGIN.match(current_force().log_origin):
        return Finding(subject, False, "the log_origin of force.toml is a demonstration's: name one of the force's own")
    return Finding(subject, True, "nothing of it is here")


def database_role() -> Finding:
    """Look whether the database role could pass by the tables' protection."""
    subject = "database role"
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return Finding(subject, True, "SQLite knows no roles: for demonstration and tests only")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')"
            " AND (rolsuper OR rolbypassrls OR rolcreaterole)), EXISTS (SELECT 1 FROM pg_tables"
            " WHERE schemaname = 'public' AND pg_has_role(current_user, tableowner, 'MEMBER'))"
        )
        name, is_above, is_owner = cursor.fetchone()
    if is_above or is_owner:
        kind = "a superuser, or passes by row-level security, or makes roles" if is_above else "the tables' owner"
        return Finding(subject, settings.IS_DEMONSTRATION, f"is {kind}: production refuses to start as such")
    due = login_role(settings.ENVIRONMENT.role)
    if name != due and not settings.IS_DEMONSTRATION:
        # With another process's role this one would read what its own may not.
        return Finding(subject, False, f"is not {due}: set SAFETOSHARE_DATABASE_URL to this process's own role")
    return Finding(subject, True, "is neither superuser nor owner")


def rows_are_protected() -> Finding:
    """Look whether each table that is not public shows nobody's rows without a context."""
    subject = "rows"
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        return Finding(subject, True, "SQLite has no row-level security: for demonstration and tests only")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
            " AND NOT relrowsecurity"
        )
        unprotected = {name for (name,) in cursor.fetchall()} - set(UNPROTECTED)
    if unprotected:
        return Finding(
            subject,
            settings.IS_DEMONSTRATION,
            f"stand open in {', '.join(sorted(unprotected))}: run `manage.py prepare` as their owner",
        )
    return Finding(subject, True, "are seen on somebody's behalf alone")


def checks() -> list[Callable[[], Finding]]:
    """Return the looks that this process's role needs."""
    looks: list[Callable[[], Finding]] = [
        key_files,
        database_answers,
        database_role,
        rows_are_protected,
        nothing_of_the_demonstration,
        force_folder,
        disk_has_room,
    ]
    if settings.ENVIRONMENT.role is not ProcessRole.WORKER:
        looks += [static_files, key_list]
    if settings.ENVIRONMENT.role in (ProcessRole.WORKER, ProcessRole.ALL):
        looks += [recovery_drill, what_falls_due]
    if settings.ENVIRONMENT.role in ROLES_WITH_UNWRAPPER:
        looks += [unwrapper_answers, swap_is_off]
    return looks


def examine(looks: list[Callable[[], Finding]] | None = None) -> list[Finding]:
    """Look at everything. A look that breaks is a finding too, told by its kind."""
    findings = []
    for look in checks() if looks is None else looks:
        try:
            findings.append(look())
        except SettingError as error:
            findings.append(Finding(look.__name__.replace("_", " "), False, str(error)))
        except Exception as error:
            findings.append(Finding(look.__name__.replace("_", " "), False, f"failed: {type(error).__name__}"))
    return findings


def needs() -> list[Finding]:
    """Return what a process's readiness hangs on: all but what is only to be told to whoever keeps the machine."""
    return examine([look for look in checks() if look not in (swap_is_off, recovery_drill, what_falls_due)])


def refusals() -> list[Finding]:
    """Return what keeps this process from starting."""
    # Without a trusted key list it starts, stores nothing, and says so on its pages.
    none_of_these = (unwrapper_answers, swap_is_off, disk_has_room, key_list, recovery_drill, what_falls_due)
    looks = [look for look in checks() if look not in none_of_these]
    return [finding for finding in examine(looks) if not finding.is_well]
