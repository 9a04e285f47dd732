"""Which login role of PostgreSQL may do what to which table. What is not written here is refused.

A process for the public has no right to a name or key of staff, so that a fault in it cannot reach them.
A test compares this table with the database's own list of tables.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from safetoshare.base.settings.environment import ProcessRole

_READ = "SELECT"
_KEEP = "SELECT, INSERT, UPDATE, DELETE"
# Enough to see that the demonstration's people stand in the database, and nothing about anyone.
_IS_SYNTHETIC = "SELECT (is_demonstration)"
# What signing in writes. Nobody gives himself another role through a fault there.
_SIGN_IN = "SELECT, UPDATE (last_code_step, last_code_form, session_stamp)"
_WITH_DOOR = (ProcessRole.HUB, ProcessRole.PARTNER, ProcessRole.SCRUTINY)
_DOORLESS = (ProcessRole.PUBLIC, ProcessRole.WORKER)

# table -> process role -> privileges
GRANTS: dict[str, dict[ProcessRole, str]] = {
    "base_account": {
        **dict.fromkeys(_DOORLESS, _IS_SYNTHETIC),
        ProcessRole.HUB: "SELECT, INSERT, UPDATE",
        **dict.fromkeys((ProcessRole.PARTNER, ProcessRole.SCRUTINY), _SIGN_IN),
    },
    "base_signintries": dict.fromkeys(_WITH_DOOR, _KEEP),
    "base_unit": {
        **dict.fromkeys((*_DOORLESS, ProcessRole.PARTNER, ProcessRole.SCRUTINY), _IS_SYNTHETIC),
        ProcessRole.HUB: _READ,
    },
    # Where an unwrapper runs, and nowhere else. The hub's web process shares its login.
    "base_unitkey": {ProcessRole.HUB: _READ},
    "base_memberkey": {ProcessRole.HUB: _READ},
    "base_unitkeywrap": {ProcessRole.HUB: _READ},
    "base_auditrow": {ProcessRole.HUB: "SELECT, INSERT"},
    "base_jobday": {ProcessRole.WORKER: "SELECT, INSERT, DELETE"},
    "django_session": {
        **dict.fromkeys(_WITH_DOOR, _KEEP),
        ProcessRole.WORKER: "SELECT, DELETE",
    },
    # Every process may see whether its tables are up to date.
    "django_migrations": {role: _READ for role in ProcessRole if role is not ProcessRole.ALL},
}


def login_role(role: ProcessRole) -> str:
    """Return the name of a process's login role. `safetoshare_demo` opens all doors, in the demonstration."""
    return "safetoshare_demo" if role is ProcessRole.ALL else f"safetoshare_{role}"


def grant_privileges(connection: BaseDatabaseWrapper) -> None:
    """Give each login role that exists exactly its privileges. Run it as the tables' owner, after migrating."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        existing = {name for (name,) in cursor.fetchall()}
        for role in ProcessRole:
            name = login_role(role)
            if name not in existing:
                continue
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quote(name)}")
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quote(name)}")
            for table, privileges in GRANTS.items():
                granted = _KEEP if role is ProcessRole.ALL else privileges.get(role)
                if granted:
                    cursor.execute(f"GRANT {granted} ON {quote(table)} TO {quote(name)}")
