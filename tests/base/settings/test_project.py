"""Django's settings as the two modes get them, read by a process of its own each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from safetoshare.base.settings.environment import Mode
from safetoshare.base.settings.secrets import create_keys
from safetoshare.core.languages import codes

NAMES = (
    "DEBUG",
    "ALLOWED_HOSTS",
    "INSTALLED_APPS",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "CSRF_COOKIE_NAME",
    "CSRF_COOKIE_SECURE",
    "CSRF_COOKIE_HTTPONLY",
    "UNLOCK_COOKIE_NAME",
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_REFERRER_POLICY",
    "LANGUAGES",
    "EMAIL_BACKEND",
)
PRINT = (
    "import json; from django.conf import settings; "
    f"print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))"
)
PRODUCTION = {
    "SAFETOSHARE_MODE": "production",
    "SAFETOSHARE_ROLE": "hub",
    "SAFETOSHARE_DATABASE_URL": "postgresql://hub:word@db.example/safetoshare",
    "SAFETOSHARE_HOSTS": "hub.example.org,hub.example.com",
}


def read_settings(folder: Path, variables: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAFETOSHARE_")}
    return subprocess.run(  # noqa: S603  # our own settings
        [sys.executable, "-c", PRINT],
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "safetoshare.base.settings.project",
            "SAFETOSHARE_STATE": str(folder),
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def settings_of(folder: Path, variables: Mapping[str, str]) -> dict[str, Any]:
    finished = read_settings(folder, variables)
    assert finished.returncode == 0, finished.stderr
    read: dict[str, Any] = json.loads(finished.stdout)
    return read


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("demonstration")
    create_keys(folder / "secrets", Mode.DEMONSTRATION)
    return settings_of(folder, {"SAFETOSHARE_BIND": "[fd00::1]:8000"})


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("production")
    create_keys(folder / "secrets", Mode.PRODUCTION)
    return settings_of(folder, PRODUCTION)


def test_on_this_machine_cookies_go_by_plain_names_over_http(demonstration: dict[str, Any]) -> None:
    names = [demonstration[f"{kind}_COOKIE_NAME"] for kind in ("SESSION", "CSRF", "UNLOCK")]
    assert names == ["session", "form", "unlock"]
    assert not demonstration["SESSION_COOKIE_SECURE"]
    assert not demonstration["SECURE_SSL_REDIRECT"]
    assert demonstration["SECURE_HSTS_SECONDS"] == 0


def test_in_production_cookies_are_bound_to_the_host_and_to_tls(production: dict[str, Any]) -> None:
    names = [production[f"{kind}_COOKIE_NAME"] for kind in ("SESSION", "CSRF", "UNLOCK")]
    assert names == ["__Host-session", "__Host-form", "__Host-unlock"]
    assert production["SESSION_COOKIE_SECURE"]
    assert production["CSRF_COOKIE_SECURE"]
    assert production["SECURE_SSL_REDIRECT"]
    assert production["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_the_demonstration_answers_on_this_machine_and_where_it_was_told_to(demonstration: dict[str, Any]) -> None:
    assert demonstration["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]", "[fd00::1]"]


def test_production_answers_to_its_own_names_alone(production: dict[str, Any]) -> None:
    assert production["ALLOWED_HOSTS"] == ["hub.example.org", "hub.example.com"]


def test_both_modes_hide_cookies_from_scripts_show_no_debug_page_and_send_no_mail(
    demonstration: dict[str, Any], production: dict[str, Any]
) -> None:
    for one in (demonstration, production):
        assert one["DEBUG"] is False
        assert one["SESSION_COOKIE_HTTPONLY"]
        assert one["CSRF_COOKIE_HTTPONLY"]
        assert one["SESSION_COOKIE_SAMESITE"] == "Strict"
        assert one["SECURE_REFERRER_POLICY"] == "no-referrer"
        assert one["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
        assert [code for code, _name in one["LANGUAGES"]] == list(codes())


def test_neither_mode_has_an_administration_site_or_a_user_above_the_table(
    demonstration: dict[str, Any], production: dict[str, Any]
) -> None:
    for one in (demonstration, production):
        assert not {"django.contrib.admin", "django.contrib.auth"} & set(one["INSTALLED_APPS"])


@pytest.mark.parametrize(
    "path",
    [
        *settings.SAFETOSHARE_WORKPLACES,
        *settings.SAFETOSHARE_JOBS,
        *settings.SAFETOSHARE_OPERATIONS.values(),
        *settings.SAFETOSHARE_DEMONSTRATION,
    ],
)
def test_whatever_the_four_lists_name_is_there(path: str) -> None:
    assert import_string(path)


def test_production_does_not_start_with_the_keys_of_the_demonstration(tmp_path: Path) -> None:
    create_keys(tmp_path / "secrets", Mode.DEMONSTRATION)
    finished = read_settings(tmp_path, PRODUCTION)
    assert finished.returncode == 1
    assert "django.key was not made for production mode, and is refused." in finished.stderr
    assert "word" not in finished.stderr


def test_the_demonstration_does_not_start_with_the_keys_of_production(tmp_path: Path) -> None:
    create_keys(tmp_path / "secrets", Mode.PRODUCTION)
    finished = read_settings(tmp_path, {})
    assert finished.returncode == 1
    assert "django.key was not made for demonstration mode" in finished.stderr
