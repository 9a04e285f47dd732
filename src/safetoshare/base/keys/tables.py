"""Every table whose rows are sealed to units' keys, found from the models, so that rotation forgets none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps

from safetoshare.base.database import AUDIT, unit_of_work
from safetoshare.base.models import AuditRow, SealedColumns
from safetoshare.base.unwrapper.protocol import SealedValue
from safetoshare.core.vault import Place, Sealed, Wrapped

_BATCH = 200


@dataclass(frozen=True)
class SealedTable:
    """One table: in which columns a row's value and the wrap of its data key stand, and at which place."""

    model: Any
    wrapped: str = "wrapped"
    sealed: str = "sealed"
    alias: str = "default"

    @property
    def name(self) -> str:
        return str(self.model._meta.db_table)

    def count(self, unit_key: UUID) -> int:
        """Return how many rows are wrapped to a key."""
        with unit_of_work(using=self.alias):
            return int(self.model.objects.filter(unit_key=unit_key).count())

    def batches(self, unit_key: UUID, size: int = _BATCH) -> Iterator[dict[Any, SealedValue]]:
        """Yield the rows that are wrapped to a key, a batch at a time, by primary key. Each is read once."""
        last: Any = None
        while True:
            with unit_of_work(using=self.alias):
                rows = self.model.objects.filter(unit_key=unit_key).order_by("pk")
                batch = list(rows.filter(pk__gt=last)[:size] if last is not None else rows[:size])
            if not batch:
                return
            last = batch[-1].pk
            yield {row.pk: self.value_of(row) for row in batch}

    def value_of(self, row: Any) -> SealedValue:  # noqa: ANN401  # a row of this table
        wrapped, sealed = Wrapped(bytes(getattr(row, self.wrapped))), Sealed(bytes(getattr(row, self.sealed)))
        return SealedValue(self._place(row), row.unit_key, wrapped, sealed)

    def write(self, before: dict[Any, SealedValue], after: dict[Any, SealedValue]) -> int:
        """Write each row's new key, wrap and seal over those that were read; return how many still had them."""
        with unit_of_work(write=True, using=self.alias):
            return sum(
                self.model.objects.filter(pk=pk, **self._columns(before[pk])).update(**self._columns(value))
                for pk, value in after.items()
            )

    def _columns(self, value: SealedValue) -> dict[str, Any]:
        return {"unit_key": value.unit_key, self.wrapped: value.wrapped, self.sealed: value.sealed}

    def _place(self, row: Any) -> Place:  # noqa: ANN401  # a row of this table
        if self.model is AuditRow:
            return Place(record=row.id, table="base_auditrow", group="time", version=1)
        place: Place = row.sealed_place()
        return place


def sealed_tables() -> list[SealedTable]:
    """Return all of them, by name."""
    of_parts = [SealedTable(model) for model in apps.get_models() if issubclass(model, SealedColumns)]
    audit = SealedTable(AuditRow, wrapped="wrapped_key", sealed="sealed_at", alias=AUDIT)
    return sorted((*of_parts, audit), key=lambda table: table.name)
