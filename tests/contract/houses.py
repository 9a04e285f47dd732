"""Small houses of source files, and the run of import-linter on them.

A house has the package names of src/safetoshare and is written to a temporary folder. The contracts
are always the ones of pyproject.toml, so that what is proved here is what `lint-imports` keeps in
the real tree.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("network", "sharing", "report", "hub", "practice", "scrutiny")
ROOMS = (
    "urls",
    "views",
    "rest",
    "forms",
    "api",
    "tasks",
    "services",
    "selectors",
    "models",
    "apps",
)

# A file's path below src, and what stands in it.
House = Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What import-linter said: the names of the contracts kept and broken, and its whole output."""

    kept: frozenset[str]
    broken: frozenset[str]
    output: str


def contract_names() -> dict[str, str]:
    """The id and name of each contract of pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {entry["id"]: entry["name"] for entry in settings["tool"]["importlinter"]["contracts"]}


def path_of(module: str) -> str:
    """The file of a module below src: "safetoshare.hub.api" -> "safetoshare/hub/api.py"."""
    return module.replace(".", "/") + ".py"


def bare_house() -> dict[str, str]:
    """Packages alone, as on the first day: no part has a room yet."""
    packages = ("core", "core.ledger", "base", "base.unwrapper", "web", "cli", *PARTS)
    house = {path_of(f"safetoshare.{package}.__init__"): "" for package in packages}
    house[path_of("safetoshare.__init__")] = ""
    house[path_of("safetoshare.base.unwrapper.keyring")] = ""
    return house


def lawful_house() -> dict[str, str]:
    """Every room of every part, with each kind of import that the architecture allows."""
    house = bare_house()
    for part in PARTS:
        house |= {path_of(f"safetoshare.{part}.{room}"): "" for room in ROOMS}
        house |= _rooms_in_order(f"safetoshare.{part}")
    house |= {
        path_of("safetoshare.__main__"): "from safetoshare.cli import ledger\n",
        path_of("safetoshare.core.vault"): "import hashlib\nfrom cryptography import x509\n",
        path_of("safetoshare.core.ledger.tree"): "import hashlib\n",
        path_of("safetoshare.base.models"): "from django.db import models\n",
        path_of("safetoshare.base.unwrapper.server"): "from safetoshare.base.unwrapper import keyring\n",
        path_of("safetoshare.web.views"): "from safetoshare.sharing import api\nfrom safetoshare.base import models\n",
        path_of("safetoshare.cli.ledger.__init__"): "from safetoshare.cli.ledger import verifying\n",
        path_of("safetoshare.cli.ledger.verifying"): "from safetoshare.core.ledger import tree\n",
        path_of("safetoshare.cli.hub"): "from safetoshare.hub.api import measures\n",
    }
    house[path_of("safetoshare.sharing.services")] += "from safetoshare.core.ledger import tree\n"
    house[path_of("safetoshare.hub.services")] += "from safetoshare.report import api\n"
    house[path_of("safetoshare.report.models")] += "from safetoshare.base import models\n"
    return house


def _rooms_in_order(part: str) -> dict[str, str]:
    """The imports inside a part that the architecture's third rule allows."""
    allowed = {
        "urls": "views",
        "views": "api, forms",
        "rest": "api",
        "api": "services, selectors",
        "tasks": "services, selectors",
        "services": "selectors, models",
        "selectors": "models",
    }
    house = {path_of(f"{part}.{room}"): f"from {part} import {others}\n" for room, others in allowed.items()}
    house[path_of(f"{part}.migrations.__init__")] = ""
    house[path_of(f"{part}.migrations.0001_initial")] = f"import {part}.models\n"
    return house


def with_line(house: House, module: str, line: str) -> dict[str, str]:
    """The same house with one more line in a module, whose folder replaces a file of its name."""
    parent = module.rpartition(".")[0]
    changed = dict(house)
    changed.setdefault(path_of(f"{parent}.__init__"), changed.pop(path_of(parent), ""))
    changed[path_of(module)] = changed.get(path_of(module), "") + line + "\n"
    return changed


def build(house: House, folder: Path) -> None:
    """Write a house into a folder."""
    for path, text in house.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def lint(folder: Path) -> Verdict:
    """Run import-linter on the `safetoshare` of a folder, under the contracts of pyproject.toml."""
    environment = os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "500", "NO_COLOR": "1"}
    command = (str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo")
    finished = subprocess.run(  # noqa: S603  (our own virtual environment's command)
        (*command, "--config", str(ROOT / "pyproject.toml")),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = dict(re.findall(r"^(.+?) (KEPT|BROKEN)(?= |$)", finished.stdout, flags=re.MULTILINE))
    return Verdict(
        kept=frozenset(name for name, word in said.items() if word == "KEPT"),
        broken=frozenset(name for name, word in said.items() if word == "BROKEN"),
        output=finished.stdout + finished.stderr,
    )
