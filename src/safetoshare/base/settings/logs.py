"""What is logged: a start, a stop, and an error by its code. Never an address, a path, a value or a person.

Django's own loggers name the path of a request in nearly every message, so they are silent; `web.errors` writes
what an engineer needs to find the fault. The day stands before it and no hour: an error while somebody reports would
say when she did.
"""

from __future__ import annotations

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s", "datefmt": "%Y-%m-%d"}},
    "handlers": {
        "none": {"class": "logging.NullHandler"},
        "standard_error": {"class": "logging.StreamHandler", "formatter": "plain"},
    },
    # Libraries name addresses and roles of databases in their warnings.
    "root": {"handlers": ["none"]},
    "loggers": {
        "django": {"handlers": ["none"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["none"], "propagate": False},
        "safetoshare": {"handlers": ["standard_error"], "level": "INFO", "propagate": False},
    },
}
