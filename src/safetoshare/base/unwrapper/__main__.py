"""The unwrapper's process: `python -m safetoshare.base.unwrapper`. `safetoshare serve` starts it."""

from __future__ import annotations

import os
import signal
import sys
import threading

import django

from safetoshare.core.errors import SafeToShareError

SWEEP_SECONDS = 30
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


def serve() -> None:
    """Serve until told to stop. SettingError, or RefusedError when another unwrapper runs here."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetoshare.base.settings.project")
    django.setup()
    # Models can be imported only now.
    from django.conf import settings

    from safetoshare.base.settings.secrets import keys_of_role, peppers_of_role, read_key
    from safetoshare.base.unwrapper.hardening import harden_process
    from safetoshare.base.unwrapper.protocol import socket_name
    from safetoshare.base.unwrapper.server import UnwrapperServer

    harden_process()
    environment = settings.ENVIRONMENT
    peppers = {
        realm: read_key(environment.secrets, name, environment.mode)
        for realm, name in peppers_of_role(environment.role).items()
    }
    log_seed = None
    if "log-signing" in keys_of_role(environment.role):
        log_seed = read_key(environment.secrets, "log-signing", environment.mode)
    path = environment.state / socket_name(environment.role)
    # Waited for, not handled: a handler that sets an event can meet the main thread holding that event's lock.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    with UnwrapperServer(path, peppers, log_seed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        while signal.sigtimedwait(STOP_SIGNALS, SWEEP_SECONDS) is None:
            server.sweep()
        server.shutdown()


def main() -> int:
    """Serve until told to stop: 0, or 1 with the reason on standard error when it cannot start."""
    try:
        serve()
    except SafeToShareError as error:
        sys.stderr.write(f"unwrapper: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
