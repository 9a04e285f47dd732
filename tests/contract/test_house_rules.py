"""The rules that no import contract can express: kept, and each broken by planted breaches."""

import pytest

from tests.contract.house_rules import (
    RULES,
    Rule,
    Source,
    core_has_no_clock_and_no_files,
    no_foreign_key_between_parts,
    no_side_door_into_a_part,
    no_signals,
    no_superuser,
    one_door_to_transactions,
    only_base_connects,
)
from tests.contract.houses import ROOT

BREACHES: tuple[tuple[Rule, str, str], ...] = (
    (
        no_foreign_key_between_parts,
        "hub.models",
        'report = models.ForeignKey("report.Report", models.CASCADE)',
    ),
    (
        no_foreign_key_between_parts,
        "hub.models.case",
        'report = OneToOneField(on_delete=CASCADE, to="report.Report")',
    ),
    (no_foreign_key_between_parts, "base.models", 'cases = models.ManyToManyField("hub.Case")'),
    (
        no_foreign_key_between_parts,
        "hub.models",
        "from safetoshare.report.api import Report\nreport = models.ForeignKey(Report, CASCADE)",
    ),
    (
        no_foreign_key_between_parts,
        "hub.models",
        "import safetoshare.report.api\nx = ForeignKey(safetoshare.report.api.Report, CASCADE)",
    ),
    (
        no_foreign_key_between_parts,
        "sharing.migrations.0001_initial",
        'x = models.ForeignKey(to="network.service")',
    ),
    (no_foreign_key_between_parts, "hub.models", 'anything = GenericForeignKey("kind", "id")'),
    (no_signals, "hub.services", "from django.dispatch import receiver"),
    (no_signals, "hub.services", "from django.dispatch.dispatcher import Signal"),
    (no_signals, "report.apps", "from django.db.models.signals import post_save"),
    (no_signals, "web.views", "from django.contrib.auth import signals"),
    (no_signals, "web.views", "from django.core import signals as quietly_named"),
    (one_door_to_transactions, "report.services", "from django.db import connection, transaction"),
    (
        one_door_to_transactions,
        "report.services",
        "from django.db.transaction import atomic as quietly_named",
    ),
    (
        one_door_to_transactions,
        "base.accounts.services",
        "import django.db\ndjango.db.transaction.atomic()",
    ),
    (
        one_door_to_transactions,
        "base.settings.databases",
        'DATABASES = {"default": {"ATOMIC_REQUESTS": True}}',
    ),
    (no_superuser, "hub.views", "allowed = request.user.is_superuser"),
    (
        no_superuser,
        "base.models.accounts",
        "class Account(AbstractBaseUser, PermissionsMixin): pass",
    ),
    (no_superuser, "cli.demo", "Account.objects.create_superuser()"),
    (
        core_has_no_clock_and_no_files,
        "core.deadlines",
        "from datetime import date\nstart = date.today()",
    ),
    (
        core_has_no_clock_and_no_files,
        "core.policy.decide",
        "import datetime as d\nnow = d.datetime.now(d.UTC)",
    ),
    (core_has_no_clock_and_no_files, "core.documents.read", "text = open(name).read()"),
    (core_has_no_clock_and_no_files, "core.files.pictures", "from PIL import Image\npicture = Image.open(name)"),
    (no_side_door_into_a_part, "hub.services", 'apps.get_model("report", "Report")'),
    (no_side_door_into_a_part, "hub.services", 'get_model("report.Report")'),
    (no_side_door_into_a_part, "base.schedule", 'importlib.import_module("safetoshare.hub.tasks")'),
    (no_side_door_into_a_part, "web.views", 'import_string("safetoshare.hub.services.refer")'),
    (only_base_connects, "hub.services", "import smtplib"),
    (only_base_connects, "sharing.services", "from urllib.request import urlopen"),
    (only_base_connects, "network.tasks", "from urllib import request"),
    (only_base_connects, "scrutiny.services", "def late():\n    import http.client"),
    (only_base_connects, "report.views", "from django.core import mail"),
)

LAWFUL = (
    ("core.files.pictures", "import io\nfrom PIL import Image\npicture = Image.open(io.BytesIO(content))"),
    ("hub.models", 'case = models.ForeignKey("hub.Case", models.CASCADE)'),
    (
        "hub.models",
        'case = models.ForeignKey("self", CASCADE)\nparent = models.ForeignKey(Case, CASCADE)',
    ),
    (
        "hub.models",
        "officer = ForeignKey(settings.AUTH_USER_MODEL, PROTECT)\nreport = models.UUIDField()",
    ),
    (
        "hub.models",
        "from safetoshare.base.models import Account\nofficer = ForeignKey(Account, PROTECT)",
    ),
    ("base.apps", "from django.core.signals import request_finished"),
    ("base.database", "from django.db import transaction"),
    ("base.settings.databases", 'DATABASES = {"default": {"ATOMIC_REQUESTS": False}}'),
    (
        "report.services",
        "from django.db import models\nfrom safetoshare.base.database import unit_of_work",
    ),
    ("report.services", "from safetoshare.base import clock\nstart = clock.now()"),
    (
        "core.deadlines",
        "from datetime import date\ndef due(on: date) -> date:\n    return on.replace(day=1)",
    ),
    ("hub.apps", 'apps.get_model("hub", "Case")\nimport_module("safetoshare.hub.tasks")'),
    ("base.schedule", "importlib.import_module(name)"),
    ("web.views", "from http import HTTPStatus\nfrom urllib.parse import quote"),
    ("base.mail", "import smtplib"),
)


def source_files() -> list[Source]:
    source = ROOT / "src"
    return [
        Source(
            ".".join(file.relative_to(source).with_suffix("").parts),
            file.read_text(encoding="utf-8"),
        )
        for file in sorted((source / "safetoshare").rglob("*.py"))
        if file.parent.name != "safetoshare"
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_real_tree_keeps_every_rule(rule: Rule) -> None:
    sources = source_files()
    assert sources
    assert [f"{source.module}: {breach}" for source in sources for breach in rule(source)] == []


@pytest.mark.parametrize(("rule", "module", "text"), BREACHES)
def test_a_planted_breach_breaks_its_rule_and_no_other(rule: Rule, module: str, text: str) -> None:
    planted = Source(f"safetoshare.{module}", text)
    assert {broken for broken in RULES if list(broken(planted))} == {rule}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_a_planted_breach(rule: Rule) -> None:
    assert rule in {planted for planted, _, _ in BREACHES}


@pytest.mark.parametrize(("module", "text"), LAWFUL)
def test_what_the_architecture_allows_breaks_no_rule(module: str, text: str) -> None:
    lawful = Source(f"safetoshare.{module}", text)
    assert [breach for rule in RULES for breach in rule(lawful)] == []
