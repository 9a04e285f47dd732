"""Nobody tells the house what day it is, or which promise somebody was shown: no form, function, job or address."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from django import forms
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

import safetoshare
from safetoshare.base.unwrapper.client import operate
from safetoshare.hub.api import referring
from safetoshare.hub.services import referring as referring_services
from safetoshare.sharing.api import disclosures
from safetoshare.sharing.api.disclosures import DisclosureOrder

# What the command line and a replay call the two days; and what an order calls the one that its report holds.
DAYS_OF_A_REQUEST = {"at", "promised_at", "promised_on", "promise_shown_on", "shown_on"}
DECIDING = [
    disclosures.decide, disclosures.preview, disclosures.disclose, referring.order_of, referring.preview,
    referring.send, referring_services.refer,
]  # fmt: skip


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(safetoshare.__path__, "safetoshare."):
        if not {"__main__", "migrations", "wsgi", "settings"} & set(found.name.split(".")):
            yield import_module(found.name)


def every_form() -> list[type[forms.BaseForm]]:
    found = {
        thing
        for module in modules()
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, forms.BaseForm) and thing.__module__.startswith("safetoshare")
    }
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


def parameters_of_addresses(resolver: URLResolver) -> set[str]:
    found: set[str] = set()
    for pattern in resolver.url_patterns:
        found |= set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            found |= parameters_of_addresses(pattern)
        elif isinstance(pattern, URLPattern):
            found |= set(pattern.default_args)
    return found


def test_no_form_has_a_field_for_the_day_of_a_decision_or_a_promise() -> None:
    found = every_form()
    assert len(found) > 5
    wrong = {
        f"{form.__module__}.{form.__name__}: {name}"
        for form in found
        for name in getattr(form, "base_fields", {})
        if name in DAYS_OF_A_REQUEST
    }
    assert wrong == set()


def test_no_address_carries_such_a_day() -> None:
    found = parameters_of_addresses(get_resolver())
    assert "version" in found
    assert not found & DAYS_OF_A_REQUEST


@pytest.mark.parametrize("deciding", DECIDING, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_no_function_that_decides_or_discloses_takes_a_day(deciding: Callable[..., Any]) -> None:
    hints = get_type_hints(deciding)
    hints.pop("return")
    assert set(hints) == set(inspect.signature(deciding).parameters)
    assert not {name for name, kind in hints.items() if "date" in str(kind) and "Callable" not in str(kind)}
    assert not set(hints) & {*DAYS_OF_A_REQUEST, "day", "on", "today", "now"}


def test_the_only_days_in_an_order_are_those_that_the_report_and_the_consent_hold() -> None:
    hints = get_type_hints(DisclosureOrder)
    days = {one.name for one in fields(DisclosureOrder) if hints[one.name] in (date, datetime, date | None)}
    # And the day on which the person was told, which decides nothing but a duty to have told her.
    assert days == {"consent_on", "promised_on", "told_on"}


def test_no_job_and_no_operation_of_the_unwrapper_discloses() -> None:
    names = [*settings.SAFETOSHARE_OPERATIONS, *settings.SAFETOSHARE_SURVEYS]
    assert not [name for name in names if "disclos" in name or "send" in name]
    assert set(inspect.signature(operate).parameters) == {"operation", "body"}
    for path in settings.SAFETOSHARE_JOBS:
        module = import_module(path.rpartition(".")[0])
        assert not set(vars(module)) & {"disclose", "disclosures", "refer", "send"}
