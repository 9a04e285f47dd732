"""The settings that come from the environment, read once and checked: an unknown name or value is an error.

`SAFETOSHARE_MODE` demonstration | production · `SAFETOSHARE_ROLE` all | public | hub | partner | scrutiny | worker ·
`SAFETOSHARE_DATABASE_URL`, `SAFETOSHARE_MIGRATE_URL` (the tables' owner) · `SAFETOSHARE_SECRETS` (folder of key
files) · `SAFETOSHARE_STATE` (folder of all other state) · `SAFETOSHARE_BIND` host:port · `SAFETOSHARE_HOSTS` (names
the site answers to) · `SAFETOSHARE_FORCE` (folder of all that is local to one force).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from safetoshare.core.errors import SettingError

PREFIX = "SAFETOSHARE_"
TEST_PREFIX = "SAFETOSHARE_TEST_"
PACKAGE = Path(__file__).parents[2]


class Mode(StrEnum):
    """Whether this is the demonstration with synthetic people, or a force's own service."""

    DEMONSTRATION = "demonstration"
    PRODUCTION = "production"


class ProcessRole(StrEnum):
    """Which of the house's doors this process opens; in production each has its own database role."""

    ALL = "all"
    PUBLIC = "public"
    HUB = "hub"
    PARTNER = "partner"
    SCRUTINY = "scrutiny"
    WORKER = "worker"


@dataclass(frozen=True)
class Environment:
    """All settings of one process."""

    mode: Mode
    role: ProcessRole
    database: dict[str, Any]
    migrate_database: dict[str, Any] | None
    secrets: Path
    state: Path
    host: str
    port: int
    hosts: tuple[str, ...]
    force: Path
    # Where the partners' process is reached from outside, such as https://partner.example.org; empty if not said.
    partners_address: str = ""

    @property
    def is_demonstration(self) -> bool:
        return self.mode is Mode.DEMONSTRATION

    @property
    def package(self) -> Path:
        """The folder of the package itself."""
        return PACKAGE

    @property
    def address_host(self) -> str:
        """The host as it stands in an address: an IPv6 number goes in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def uses_sqlite(self) -> bool:
        return bool(self.database["ENGINE"] == "django.db.backends.sqlite3")


_DEFAULTS = {
    "MODE": "demonstration",
    "ROLE": "all",
    "DATABASE_URL": "",
    "MIGRATE_URL": "",
    "SECRETS": "",
    "STATE": "var",
    "BIND": "127.0.0.1:8000",
    "HOSTS": "",
    "PARTNERS_ADDRESS": "",
    "FORCE": str(PACKAGE / "forces" / "avon_and_somerset"),
}


def read_environment(variables: Mapping[str, str]) -> Environment:
    """Read the settings. SettingError names each wrong one and what it may be."""
    for name in variables:
        known = name.removeprefix(PREFIX) in _DEFAULTS or name.startswith(TEST_PREFIX)
        if name.startswith(PREFIX) and not known:
            raise SettingError(
                f"{name} is not a setting. Known: " + ", ".join(PREFIX + known_name for known_name in sorted(_DEFAULTS))
            )
    given = {name: variables.get(PREFIX + name) or default for name, default in _DEFAULTS.items()}
    state = Path(given["STATE"]).absolute()
    host, port = _read_bind(given["BIND"])
    environment = Environment(
        mode=_one_of(Mode, "MODE", given["MODE"]),
        role=_one_of(ProcessRole, "ROLE", given["ROLE"]),
        database=read_database_url("DATABASE_URL", given["DATABASE_URL"] or f"sqlite:///{state}/safetoshare.sqlite3"),
        migrate_database=read_database_url("MIGRATE_URL", given["MIGRATE_URL"]) if given["MIGRATE_URL"] else None,
        secrets=Path(given["SECRETS"] or state / "secrets").absolute(),
        state=state,
        host=host,
        port=port,
        hosts=tuple(name.strip() for name in given["HOSTS"].split(",") if name.strip()),
        force=Path(given["FORCE"]).absolute(),
        partners_address=_read_origin("PARTNERS_ADDRESS", given["PARTNERS_ADDRESS"]),
    )
    _refuse_owner_of_another_kind(environment)
    _refuse_what_production_must_not_do(environment)
    return environment


def _refuse_owner_of_another_kind(environment: Environment) -> None:
    if environment.migrate_database is None:
        return
    if environment.uses_sqlite or environment.migrate_database["ENGINE"] != environment.database["ENGINE"]:
        raise SettingError(
            f"{PREFIX}MIGRATE_URL names the owner of the tables in PostgreSQL: "
            f"it and {PREFIX}DATABASE_URL must both be postgresql://..."
        )


def _refuse_what_production_must_not_do(environment: Environment) -> None:
    if environment.is_demonstration:
        return
    if environment.role is ProcessRole.ALL:
        raise SettingError(
            "SAFETOSHARE_ROLE=all is refused in production: start one process for each of "
            "public, hub, partner, scrutiny and worker, each with its own database role."
        )
    if environment.uses_sqlite:
        raise SettingError(
            "SQLite is refused in production, because separate database roles are part of the protection: "
            "set SAFETOSHARE_DATABASE_URL=postgresql://..."
        )
    if not environment.hosts or "*" in environment.hosts:
        raise SettingError("SAFETOSHARE_HOSTS must name the hosts that the site answers to, such as report.example.org")


_Choice = TypeVar("_Choice", bound=StrEnum)


def _one_of(kind: type[_Choice], name: str, value: str) -> _Choice:
    try:
        return kind(value)
    except ValueError:
        choices = ", ".join(kind)
        raise SettingError(f"{PREFIX}{name}={value} is unknown. It may be: {choices}") from None


def _read_bind(value: str) -> tuple[str, int]:
    host, colon, port = value.rpartition(":")
    if not colon or not host or not re.fullmatch("[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        raise SettingError(f"{PREFIX}BIND={value} must be host:port, such as 127.0.0.1:8000")
    return host.strip("[]"), int(port)


def _read_origin(name: str, value: str) -> str:
    if value and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", value):
        raise SettingError(f"{PREFIX}{name} must be an address without a path, such as https://partner.example.org")
    return value


def read_database_url(name: str, url: str) -> dict[str, Any]:
    """Turn `sqlite:///relative`, `sqlite:////absolute` or `postgresql://...` into Django's form.

    Options after `?` are refused, for none is read: libpq takes its own from PGSSLMODE, PGSSLROOTCERT and so on.
    """
    # An address may hold a password, and so may an error about it: neither is repeated.
    try:
        read = _read_address(url)
    except ValueError:
        read = None
    if read is None:
        raise SettingError(
            f"{PREFIX}{name} must be sqlite:///relative/path, sqlite:////absolute/path or "
            "postgresql://user:password@host:port/database (in a password, write / ? # @ : as %2F %3F %23 %40 %3A)"
        )
    return read


def _read_address(url: str) -> dict[str, Any] | None:
    parts = urlsplit(url)
    if parts.query or parts.fragment or len(parts.path) < 2:
        return None
    if parts.scheme == "sqlite" and not parts.netloc:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(Path(unquote(parts.path[1:])).absolute()),
        }
    if parts.scheme == "postgresql":
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
        }
    return None
