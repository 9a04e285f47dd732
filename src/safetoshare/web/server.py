"""How gunicorn serves: no access log, and no address or path in its error log."""

from __future__ import annotations

import sys

from gunicorn.glogging import Logger

from safetoshare.base.faults import kind_and_places


class DiscreetLogger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Gunicorn's logger without what a visitor's browser sent: its own messages name addresses and paths.

    Its messages of level error tell of its own processes only, and stay as they are.
    """

    def access(self, *_arguments: object, **_named: object) -> None:
        """Log no visit at all."""

    def warning(self, msg: object, *_arguments: object, **_named: object) -> None:
        super().warning("a request could not be served (details are not logged)")

    def exception(self, msg: object, *_arguments: object, **_named: object) -> None:
        # The message and the error's own text may hold an address or what somebody wrote; the kind and the places not.
        super().error("a request, or a start, failed outside the application: %s", kind_and_places(sys.exception()))


# Gunicorn reads the names below.
worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 5
logger_class = DiscreetLogger
loglevel = "warning"
errorlog = "-"
accesslog = None
proc_name = "safetoshare-web"
limit_request_line = 2048
# Its place would be a folder of the user's, outside the house, and nothing here asks through it.
control_socket_disable = True
