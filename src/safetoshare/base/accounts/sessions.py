"""Staff sessions in the database, under a hash of the cookie: a stolen database gives no session away."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone


def row_key(session_key: str | None) -> str:
    """Return the key under which a cookie's row stands. A cookie is 32 random characters: it needs no salt."""
    return hashlib.sha256(f"session {session_key}".encode()).hexdigest()[:40]


class SessionStore(DatabaseSessionStore):
    """Django's database sessions, kept and looked up under the hash of their key."""

    def load(self) -> dict[str, Any]:
        row = Session.objects.filter(session_key=row_key(self.session_key), expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def exists(self, session_key: str | None = None) -> bool:
        return super().exists(row_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]  # the stubs are wider
        row.session_key = row_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            super().delete(row_key(key))
