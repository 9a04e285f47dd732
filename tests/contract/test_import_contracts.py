"""The import contracts: kept by the real tree, each broken by a breach planted for it alone."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.contract.houses import (
    PARTS,
    ROOT,
    bare_house,
    build,
    contract_names,
    lawful_house,
    lint,
    with_line,
)

NAMES = contract_names()


@dataclass(frozen=True)
class Breach:
    """One unlawful line in an otherwise lawful house, and the contract that must notice it."""

    contract: str
    module: str
    line: str

    def __str__(self) -> str:
        return f"{self.contract}: {self.module}: {self.line}"


def breach(contract: str, module: str, line: str) -> Breach:
    return Breach(contract, f"safetoshare.{module}", line)


BREACHES = (
    # A lower part calls up; two parts of one layer know each other; a room that no layer names.
    breach("layers", "report.api", "from safetoshare.scrutiny import api"),
    breach("layers", "core.vault", "from safetoshare.base import database"),
    breach("layers", "core.vault", "import safetoshare.base"),
    breach("layers", "base.clock", "from safetoshare.report import api"),
    breach("layers", "base.clock", "from safetoshare import web"),
    breach("layers", "practice.services", "from safetoshare.hub.api import measures"),
    breach("layers", "hub.services", "from safetoshare.practice.api import measures"),
    breach("layers", "sharing.services", "def late() -> None:\n    from safetoshare.report import api"),
    breach("layers", "extra.helpers", ""),
    breach("core-is-pure", "core.vault", "from django.utils import timezone"),
    breach("core-is-pure", "core.ledger.tree", "import sqlite3"),
    breach("core-is-pure", "core.policy.decide", "import time"),
    breach("core-is-pure", "core.documents.read", "from pathlib import Path"),
    breach("core-is-pure", "core.documents.read", "import urllib.request"),
    # An arrow turned round inside a part, two rooms of one floor, and a room without a name.
    breach("rooms", "report.selectors", "from safetoshare.report import services"),
    breach("rooms", "report.services", "from safetoshare.report import api"),
    breach("rooms", "hub.api", "from safetoshare.hub import tasks"),
    breach("rooms", "hub.tasks", "from safetoshare.hub import api"),
    breach("rooms", "network.api", "from safetoshare.network import views"),
    breach("rooms", "network.rest", "from safetoshare.network.views import directory"),
    breach("rooms", "sharing.views", "from safetoshare.sharing import urls"),
    breach("rooms", "scrutiny.helpers", ""),
    breach("rules-behind-the-api", "report.views", "from safetoshare.report import services"),
    breach("rules-behind-the-api", "network.rest", "from safetoshare.network import selectors"),
    breach("rules-behind-the-api", "hub.views.queue", "from safetoshare.hub.services import refer"),
    breach("tables-behind-the-rules", "report.views", "from safetoshare.report import models"),
    breach(
        "tables-behind-the-rules",
        "practice.api",
        "from safetoshare.practice.models import Briefing",
    ),
    breach("tables-behind-the-rules", "hub.tasks", "from safetoshare.hub import models"),
    *(breach(f"only-the-door-of-{part}", "cli.door", f"from safetoshare.{part} import forms") for part in PARTS),
    *(breach(f"only-the-door-of-{part}", "web.door", f"import safetoshare.{part}.views") for part in PARTS),
    breach("only-the-door-of-report", "hub.services", "from safetoshare.report.views import start"),
    breach("only-sharing-discloses", "report.services", "from safetoshare.core.ledger import tree"),
    breach("only-sharing-discloses", "sharing.api", "from safetoshare.core.ledger.tree import root"),
    breach("only-sharing-discloses", "cli.policy", "import safetoshare.core.ledger"),
    breach(
        "only-the-unwrapper-opens",
        "base.accounts",
        "from safetoshare.base.unwrapper import keyring",
    ),
    breach(
        "only-the-unwrapper-opens",
        "hub.services",
        "from safetoshare.base.unwrapper.keyring import open_key",
    ),
)


def test_the_real_tree_keeps_every_contract() -> None:
    verdict = lint(ROOT / "src")
    assert verdict.kept == set(NAMES.values()), verdict.output


def test_a_house_with_every_room_and_every_lawful_import_keeps_every_contract(
    tmp_path: Path,
) -> None:
    build(lawful_house(), tmp_path)
    verdict = lint(tmp_path)
    assert verdict.kept == set(NAMES.values()), verdict.output


def test_contracts_do_not_stumble_over_rooms_that_nobody_has_built(tmp_path: Path) -> None:
    build(bare_house(), tmp_path)
    verdict = lint(tmp_path)
    assert verdict.kept == set(NAMES.values()), verdict.output


@pytest.mark.long
@pytest.mark.parametrize("planted", BREACHES, ids=str)
def test_a_planted_breach_breaks_its_contract_and_no_other(planted: Breach, tmp_path: Path) -> None:
    build(with_line(lawful_house(), planted.module, planted.line), tmp_path)
    verdict = lint(tmp_path)
    assert verdict.broken == {NAMES[planted.contract]}, verdict.output


@pytest.mark.parametrize("contract", NAMES)
def test_every_contract_of_the_project_has_a_planted_breach(contract: str) -> None:
    assert contract in {planted.contract for planted in BREACHES}


def test_every_part_has_a_contract_that_leaves_it_one_door() -> None:
    folders = {folder.name for folder in (ROOT / "src" / "safetoshare").iterdir() if folder.is_dir()}
    not_parts = {"core", "base", "web", "cli", "forces", "locale", "__pycache__"}
    assert folders - not_parts == set(PARTS)
    assert {f"only-the-door-of-{part}" for part in PARTS} <= set(NAMES)
