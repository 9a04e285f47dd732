"""The settings that come from the environment: what is unknown is refused, and no password is repeated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.base.settings.environment import (
    PACKAGE,
    Environment,
    Mode,
    ProcessRole,
    read_database_url,
    read_environment,
)
from safetoshare.core.errors import SettingError

PRODUCTION = {
    "SAFETOSHARE_MODE": "production",
    "SAFETOSHARE_ROLE": "hub",
    "SAFETOSHARE_DATABASE_URL": "postgresql://safetoshare_hub:word@db.example:5432/safetoshare",
    "SAFETOSHARE_HOSTS": "hub.example.org",
}
CANARY = "canary-of-a-password"


def refusal(variables: Mapping[str, str]) -> str:
    with pytest.raises(SettingError) as caught:
        read_environment(variables)
    # What was hidden from the message must not hang on the error either.
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_without_any_setting_the_demonstration_runs_on_this_machine_alone() -> None:
    environment = read_environment({"PATH": "/bin", "HOME": "/home"})
    assert environment.mode is Mode.DEMONSTRATION
    assert environment.is_demonstration
    assert environment.role is ProcessRole.ALL
    assert (environment.host, environment.port) == ("127.0.0.1", 8000)
    assert environment.uses_sqlite
    assert environment.database["NAME"] == str(Path("var/safetoshare.sqlite3").absolute())
    assert environment.migrate_database is None
    assert environment.secrets == Path("var/secrets").absolute()
    assert environment.hosts == ()
    assert environment.force == PACKAGE / "forces" / "avon_and_somerset"
    assert environment.package == PACKAGE


def test_every_setting_is_read() -> None:
    environment = read_environment(
        PRODUCTION
        | {
            "SAFETOSHARE_MIGRATE_URL": "postgresql://owner:other@db.example/safetoshare",
            "SAFETOSHARE_SECRETS": "/run/keys",
            "SAFETOSHARE_STATE": "/var/lib/hub",
            "SAFETOSHARE_BIND": "10.0.0.4:9000",
            "SAFETOSHARE_HOSTS": " hub.example.org, ,hub.example.com ",
            "SAFETOSHARE_FORCE": "/srv/force",
        }
    )
    assert environment == Environment(
        mode=Mode.PRODUCTION,
        role=ProcessRole.HUB,
        database={
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "safetoshare",
            "USER": "safetoshare_hub",
            "PASSWORD": "word",
            "HOST": "db.example",
            "PORT": "5432",
        },
        migrate_database={
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "safetoshare",
            "USER": "owner",
            "PASSWORD": "other",
            "HOST": "db.example",
            "PORT": "",
        },
        secrets=Path("/run/keys"),
        state=Path("/var/lib/hub"),
        host="10.0.0.4",
        port=9000,
        hosts=("hub.example.org", "hub.example.com"),
        force=Path("/srv/force"),
    )
    assert not environment.is_demonstration
    assert not environment.uses_sqlite


def test_an_empty_setting_counts_as_not_given() -> None:
    assert read_environment({"SAFETOSHARE_BIND": "", "SAFETOSHARE_STATE": ""}) == read_environment({})


def test_database_and_key_files_lie_in_the_state_folder_unless_said_otherwise() -> None:
    environment = read_environment({"SAFETOSHARE_STATE": "/tmp/elsewhere"})  # noqa: S108  # a name, no file is made
    assert environment.database["NAME"] == "/tmp/elsewhere/safetoshare.sqlite3"  # noqa: S108
    assert environment.secrets == Path("/tmp/elsewhere/secrets")  # noqa: S108


@pytest.mark.parametrize("name", ["SAFETOSHARE_DATABSE_URL", "SAFETOSHARE_", "SAFETOSHARE_mode", "SAFETOSHARE_DEBUG"])
def test_an_unknown_setting_is_refused_with_the_list_of_known_ones(name: str) -> None:
    said = refusal({name: CANARY})
    assert name in said
    assert "SAFETOSHARE_DATABASE_URL" in said
    assert CANARY not in said


def test_settings_of_the_tests_and_of_other_programs_are_left_alone() -> None:
    assert read_environment({"SAFETOSHARE_TEST_POSTGRESQL": "{}", "SAFE_TO_SHARE": "1", "DJANGO_DEBUG": "1"})


@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("SAFETOSHARE_MODE", "demonstration, production"),
        ("SAFETOSHARE_ROLE", "all, public, hub, partner, scrutiny, worker"),
    ],
)
@pytest.mark.parametrize("value", ["Production", "prod", " all", "всё", "all,hub"])
def test_an_unknown_mode_or_role_is_refused_with_the_ones_there_are(name: str, choices: str, value: str) -> None:
    assert refusal({name: value}) == f"{name}={value} is unknown. It may be: {choices}"


@pytest.mark.parametrize(
    ("bind", "host", "port", "shown"),
    [
        ("127.0.0.1:1", "127.0.0.1", 1, "127.0.0.1"),
        ("[::1]:8000", "::1", 8000, "[::1]"),
        ("::1:8000", "::1", 8000, "[::1]"),
        ("localhost:65535", "localhost", 65535, "localhost"),
    ],
)
def test_an_address_to_serve_at_is_a_host_and_a_port(bind: str, host: str, port: int, shown: str) -> None:
    environment = read_environment({"SAFETOSHARE_BIND": bind})
    assert (environment.host, environment.port) == (host, port)
    assert environment.address_host == shown


@pytest.mark.parametrize(
    "bind",
    ["8000", "127.0.0.1", ":8000", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "a:-1", "a:٨٠٠٠", "a:" + "9" * 5000],
)
def test_what_is_no_host_and_port_is_refused_with_an_example(bind: str) -> None:
    assert "must be host:port, such as 127.0.0.1:8000" in refusal({"SAFETOSHARE_BIND": bind})


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/one.sqlite3", "/srv/one.sqlite3"),
        ("sqlite:///one.sqlite3", str(Path("one.sqlite3").absolute())),
        ("sqlite:////srv/a%20folder/one.sqlite3", "/srv/a folder/one.sqlite3"),
    ],
)
def test_a_file_of_sqlite_is_named_from_here_or_from_the_root(url: str, name: str) -> None:
    assert read_database_url("DATABASE_URL", url) == {"ENGINE": "django.db.backends.sqlite3", "NAME": name}


def test_special_characters_of_a_password_are_written_as_in_any_address() -> None:
    read = read_database_url("DATABASE_URL", "postgresql://a%40b:p%3A%2F%3F%23%40w@db/n%2Fm")
    assert (read["USER"], read["PASSWORD"], read["NAME"]) == ("a@b", "p:/?#@w", "n/m")


def test_a_socket_folder_may_stand_for_the_host() -> None:
    assert read_database_url("DATABASE_URL", "postgresql://hub@%2Frun%2Fpostgresql/one")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    "url",
    [
        f"postgres://hub:{CANARY}@db/one",
        f"mysql://hub:{CANARY}@db/one",
        f"postgresql://hub:{CANARY}@db",
        f"postgresql://hub:{CANARY}@db/",
        f"postgresql://hub:{CANARY}@db:port/one",
        f"postgresql://hub:{CANARY}@db:99999/one",
        # A slash that should have been written %2F moves the password to where the port belongs.
        f"postgresql://hub:{CANARY}/more@db/one",
        f"postgresql://hub:{CANARY}@[db/one",
        # Options would be dropped without a word, and with them the demand for TLS.
        f"postgresql://hub:{CANARY}@db/one?sslmode=require",
        f"postgresql://hub:{CANARY}@db/one#more",
        f"sqlite://{CANARY}/one",
        "sqlite:///",
        "sqlite:",
        "one.sqlite3",
        "sqlite:///one?mode=memory",
    ],
)
@pytest.mark.parametrize("name", ["SAFETOSHARE_DATABASE_URL", "SAFETOSHARE_MIGRATE_URL"])
def test_a_wrong_database_address_is_refused_without_repeating_any_of_it(name: str, url: str) -> None:
    said = refusal({name: url})
    assert said.startswith(f"{name} must be sqlite:///relative/path")
    assert CANARY not in said


@given(st.text())
def test_no_text_whatever_makes_the_reading_of_an_address_break_in_another_way(text: str) -> None:
    for url in (text, f"postgresql://{text}", f"sqlite://{text}"):
        try:
            assert read_database_url("DATABASE_URL", url)["NAME"]
        except SettingError:
            continue


@pytest.mark.parametrize("owner", ["sqlite:///owner.sqlite3", "postgresql://owner@db/one"])
def test_an_owner_of_the_tables_belongs_to_postgresql_alone(owner: str) -> None:
    assert "must both be postgresql://" in refusal({"SAFETOSHARE_MIGRATE_URL": owner})


def test_an_owner_in_another_kind_of_database_is_refused() -> None:
    said = refusal(PRODUCTION | {"SAFETOSHARE_MIGRATE_URL": "sqlite:///owner.sqlite3"})
    assert "must both be postgresql://" in said


@pytest.mark.parametrize("role", [role for role in ProcessRole if role is not ProcessRole.ALL])
def test_production_runs_one_role_in_a_process(role: ProcessRole) -> None:
    assert read_environment(PRODUCTION | {"SAFETOSHARE_ROLE": role}).role is role


@pytest.mark.parametrize("role", ["all", ""])
def test_production_refuses_one_process_with_all_doors(role: str) -> None:
    said = refusal(PRODUCTION | {"SAFETOSHARE_ROLE": role})
    assert "SAFETOSHARE_ROLE=all is refused in production" in said


@pytest.mark.parametrize("url", ["sqlite:///one.sqlite3", ""])
def test_production_refuses_sqlite(url: str) -> None:
    assert "SQLite is refused in production" in refusal(PRODUCTION | {"SAFETOSHARE_DATABASE_URL": url})


@pytest.mark.parametrize("hosts", ["", " , ", "*", "hub.example.org,*"])
def test_production_answers_to_named_hosts_only(hosts: str) -> None:
    assert refusal(PRODUCTION | {"SAFETOSHARE_HOSTS": hosts}).startswith("SAFETOSHARE_HOSTS must name the hosts")


@pytest.mark.parametrize("address", ["partner.example.org", "https://partner.example.org/", "ftp://a", "https://"])
def test_the_partners_address_is_one_without_a_path(address: str) -> None:
    assert "SAFETOSHARE_PARTNERS_ADDRESS must be" in refusal({"SAFETOSHARE_PARTNERS_ADDRESS": address})


def test_the_partners_address_is_kept_as_it_was_given() -> None:
    given = {"SAFETOSHARE_PARTNERS_ADDRESS": "https://partner.example.org:8443"}
    assert read_environment(given).partners_address == "https://partner.example.org:8443"
