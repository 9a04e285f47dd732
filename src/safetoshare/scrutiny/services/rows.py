"""Rows of the register, each entered once: what stands there is never overwritten, and a difference is a problem."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

_Row = TypeVar("_Row", bound=Model)


class Rows:
    """What one run through a file enters, and what stood in its way."""

    def __init__(self) -> None:
        self.new = 0
        self.problems: list[str] = []

    def row(self, model: type[_Row], what: str, key: dict[str, Any], values: dict[str, Any]) -> _Row:
        """Return the row of that key, made if it is missing; note each value in which an existing one differs."""
        row, is_new = model._default_manager.get_or_create(**key, defaults=values)
        self.new += is_new
        for name, value in values.items():
            if not is_new and _plain(getattr(row, name)) != _plain(value):
                self.problems.append(f"{what}: the register has another {name.replace('_', ' ')}")
        return row

    def fill(self, row: Model, what: str, values: dict[str, Any]) -> None:
        """Enter values that are empty so far, all of them at once; note each that says something else already."""
        before = {name: getattr(row, name) for name in values}
        if not any(before.values()):
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
            self.new += 1
            return
        for name, value in values.items():
            if _plain(before[name]) != _plain(value):
                self.problems.append(f"{what}: the register has another {name.replace('_', ' ')}")


def _plain(value: object) -> object:
    if isinstance(value, Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value
