"""The unwrapper's process: `python -m safetoshare.base.unwrapper`. `safetoshare serve` starts it."""

from __future__ import annotations

import os
import signal
import sys
import threading

import django

SWEEP_SECONDS = 30


def main() -> int:
    """Serve until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safetoshare.base.settings.project")
    django.setup()
    # Models can be imported only now.
    from django.conf import settings

    from safetoshare.base.settings.secrets import read_key
    from safetoshare.base.unwrapper.protocol import SOCKET_NAME
    from safetoshare.base.unwrapper.server import UnwrapperServer, harden_process

    harden_process()
    environment = settings.ENVIRONMENT
    pepper = read_key(environment.secrets, "passphrase-pepper", environment.mode)
    path = environment.state / SOCKET_NAME
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    with UnwrapperServer(path, pepper) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        while not stopped.wait(SWEEP_SECONDS):
            server.openings.keyring.sweep()
        server.shutdown()
    path.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
