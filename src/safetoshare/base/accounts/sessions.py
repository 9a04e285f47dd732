"""Staff sessions in the database, under a hash of the cookie: a stolen database gives no session away."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from safetoshare.base.database import SecurityContext, unit_of_work


def row_key(session_key: str | None) -> str:
    """Return the key under which a cookie's row stands. A cookie is 32 random characters: it needs no salt."""
    return hashlib.sha256(f"session {session_key}".encode()).hexdigest()[:40]


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, kept and looked up under the hash of their key.

    Each read and write names the one row that it is about: on PostgreSQL a process sees no other browser's session.
    """

    def load(self) -> dict[str, Any]:
        with unit_of_work(context=_of(self.session_key)):
            found = Session.objects.filter(session_key=row_key(self.session_key), expire_date__gt=timezone.now())
            row = found.first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        # Read before the unit of work begins, if it was not read yet.
        self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # the stubs leave it out
        with unit_of_work(write=True, context=_of(self.session_key)):
            super().save(must_create)

    def exists(self, session_key: str | None = None) -> bool:
        with unit_of_work(context=_of(session_key)):
            return super().exists(row_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # the stubs are wider
        row.session_key = row_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            with unit_of_work(write=True, context=_of(key)):
                super().delete(row_key(key))


def _of(session_key: str | None) -> SecurityContext:
    return SecurityContext(session=row_key(session_key))
