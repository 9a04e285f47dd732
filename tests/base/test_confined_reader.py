import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from safetoshare.base import confined_reading

SCRIPT = Path(confined_reading.__file__).with_name("confined_reader.py")
# Runs the script up to its reading, then asks the process itself what it may still do.
ASKING = """
import runpy, sys, resource
namespace = runpy.run_path({script!r})
def read(content):
    import json
    said = {{"nofile": resource.getrlimit(resource.RLIMIT_NOFILE), "cpu": resource.getrlimit(resource.RLIMIT_CPU)}}
    said["memory"], said["core"] = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CORE)
    try:
        open("/etc/hostname")
    except OSError as error:
        said["open"] = error.errno
    try:
        import socket
        socket.socket()
    except (OSError, ImportError) as error:
        said["socket"] = "refused"
    import ctypes
    said["no_new_privileges"] = ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)
    sys.stdout.write(json.dumps(said))
    sys.stdout.flush()
    raise MemoryError
namespace["main"].__globals__["reader_for"] = lambda content: read
namespace["main"](800_000_000, 7)
"""


def run(program: list[str], content: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603  (our own script)
        [sys.executable, "-I", *program], input=content, env={}, capture_output=True, check=False
    )


def answer(content: bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(run([str(SCRIPT), "800000000", "20"], content).stdout)
    return value


def test_it_runs_by_its_path_alone_and_answers_in_json() -> None:
    said = answer(b"# Response\n\ntext")
    assert said["document"]["counted_in"] == "lines"
    assert [row[:2] for row in said["document"]["blocks"]] == [["heading", "Response"], ["paragraph", "text"]]


def test_it_says_why_a_document_is_refused() -> None:
    assert answer(b"%PDF-1.7")["refused"]["trouble"] == "broken"


def test_while_it_reads_it_has_given_up_files_rights_memory_and_time() -> None:
    done = run(["-c", ASKING.format(script=str(SCRIPT))], b"text")
    said, refusal = json.JSONDecoder().raw_decode(done.stdout.decode())
    assert said == {
        "nofile": [0, 0],
        "cpu": [7, 7],
        "memory": [800_000_000, 800_000_000],
        "core": [0, 0],
        "open": 24,
        "socket": "refused",
        "no_new_privileges": 1,
    }
    assert "takes more memory than it may" in done.stdout.decode()[refusal:]
