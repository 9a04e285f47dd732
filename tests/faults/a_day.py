"""One day in the house, from a report to an answer and an erasure, in which every field of every form is filled in.

`python -m tests.faults.a_day FOLDER --at 2026-11-23T09:14 --seed 7` lives the day at that moment, in a house of its
own, with identifiers drawn from the seed. Afterwards FOLDER holds:

    var/            state, databases and key files, as a service leaves them
    backup/         a backup made at the end of the day
    log.txt         whatever was logged, and `canaries.json`: what was typed, by field
    dump.json       the logical dump: each row, with the lengths of ciphertexts, keys and signatures in their place

Two runs with one seed at different hours must leave the same; what was typed must be found nowhere.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import secrets
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

SECRETS = ("receipt", "passphrase")
SCRIPTS = ("Zarqanovaxi", "زرقانوفاكسي", "ਜ਼ਰਕਾਨੋਵਾਕਸੀ", "زرقانوواکسی", "Saarqanofax")


def draw_from(seed: int) -> None:
    """Let identifiers and codes of this process come from a seed. Keys do not: the library draws them itself.

    It is done before anything of the house is imported, whose modules take these functions by name.
    """
    source = random.Random(seed)  # noqa: S311  # that two runs are alike is the purpose
    uuid.uuid4 = lambda: uuid.UUID(int=source.getrandbits(128), version=4)
    secrets.token_bytes = lambda nbytes=None: source.randbytes(nbytes or 32)
    secrets.token_hex = lambda nbytes=None: source.randbytes(nbytes or 32).hex()
    secrets.randbelow = lambda exclusive_upper_bound: int(source.random() * exclusive_upper_bound)
    secrets.choice = source.choice


def settle(folder: Path) -> None:
    """Set this process up for a house in a folder, on SQLite unless the environment names another database."""
    os.environ["SAFETOSHARE_MODE"] = "demonstration"
    os.environ["SAFETOSHARE_STATE"] = str(folder / "var")
    os.environ["SAFETOSHARE_SECRETS"] = str(folder / "var" / "secrets")
    os.environ["DJANGO_SETTINGS_MODULE"] = "safetoshare.base.settings.project"
    from safetoshare.base.settings.environment import Mode
    from safetoshare.base.settings.secrets import create_keys

    (folder / "var").mkdir(parents=True, mode=0o700)
    create_keys(folder / "var" / "secrets", Mode.DEMONSTRATION)
    import django

    django.setup()
    from safetoshare.base.demonstration import create_synthetic_accounts
    from safetoshare.base.preparation import prepare
    from safetoshare.network import demonstration as network
    from safetoshare.practice import demonstration as practice
    from safetoshare.sharing import demonstration as sharing

    prepare()
    create_synthetic_accounts()
    for part in (network, sharing, practice):
        part.load()


@contextmanager
def unwrapper_here() -> Iterator[None]:
    """Answer the client in this process with the real unwrapper's work."""
    import pytest
    from django.conf import settings

    from safetoshare.base.settings.secrets import PEPPERS, read_key
    from safetoshare.base.unwrapper.openings import Openings
    from tests.base.unwrapper.in_process import InProcess

    environment = settings.ENVIRONMENT
    here = InProcess()
    peppers = {realm: read_key(environment.secrets, name, environment.mode) for realm, name in PEPPERS.items()}
    seed = read_key(environment.secrets, "log-signing", environment.mode)
    here.openings = Openings(peppers, seed, here.clock, afterwards=lambda work: work())
    with pytest.MonkeyPatch.context() as patch:
        here.serve_client(patch)
        yield


class Day:
    """The people of the day at their browsers. What each types is kept by field, to be looked for afterwards."""

    def __init__(self) -> None:
        from django.test import Client

        self.canaries: dict[str, str] = {}
        self.new_browser: Callable[[], Any] = lambda: Client(
            headers={"host": "127.0.0.1", "sec-fetch-site": "same-origin"}, enforce_csrf_checks=True
        )

    def reports(self, **chosen: Any) -> str:  # noqa: ANN401  # whatever a field takes
        """Write a report with every field filled in; return the receipt."""
        from tests.web.trees import tree

        phone = self.new_browser()
        page = self._press(phone, "/en/report/rule/", phone.get("/en/report/rule/"))
        shown = tree(page.content.decode()).find(class_="govuk-heading-l", tag="p").text
        receipt = "".join(sign for sign in shown if sign.isdigit())
        page = self._press(phone, "/en/report/receipt/", page, groups=receipt[-8:])
        for to in ("more", "help", "contact", "check"):
            here = {name: value for name, value in chosen.items() if f'name="{name}"' in page.content.decode()}
            page = self._press(phone, "/en/report/next/", page, to=to, **here)
        sent = self._press(phone, "/en/report/next/", page, at="/en/report/send/")
        assert sent.status_code == 200, sent.status_code
        return receipt

    def comes_back(self, receipt: str, *, writes: bool = False) -> str:
        """Open the mailbox, and write something; return what the page says."""
        phone = self.new_browser()
        page = self._press(phone, "/en/return/", phone.get("/en/return/"), receipt=receipt)
        if writes:
            page = self._press(phone, "/en/return/", page, action="/mailbox/")
        return str(page.content.decode())

    def comes_in(self, account: Any, door: str = "staff") -> Any:  # noqa: ANN401  # a synthetic account; a client
        """Sign somebody in, who has no keys or needs none."""
        desk = self.new_browser()
        page = desk.get(f"/en/{door}/")
        self._press(desk, f"/en/{door}/", page, name=account.name, code=account.code)
        return desk

    def signs_in(self, name: str, door: str = "staff") -> Any:  # noqa: ANN401  # a client
        """Sign somebody in and unlock the keys."""
        from safetoshare.base.demonstration import synthetic_accounts

        account = next(one for one in synthetic_accounts() if one.name == name)
        desk = self.comes_in(account, door)
        unlocked = self._press(
            desk, f"/en/{door}/unlock/", desk.get(f"/en/{door}/unlock/"), passphrase=account.passphrase
        )
        assert unlocked.status_code == 302, unlocked.status_code
        return desk

    def does(self, desk: Any, address: str, action: str = "", **chosen: Any) -> Any:  # noqa: ANN401
        """Open a page at a desk, fill in its last form (or that of an action), and press its button."""
        page = desk.get(address)
        assert page.status_code == 200, (address, page.status_code)
        done = self._press(desk, address, page, action=action, **chosen)
        assert done.status_code in (200, 302), (address, done.status_code, done.content.decode()[-3000:])
        return done

    def _press(self, browser: Any, address: str, page: Any, action: str = "", at: str = "", **chosen: Any) -> Any:  # noqa: ANN401
        from tests.web.trees import tree

        forms = [one for one in tree(page.content.decode()).walk() if one.tag == "form"]
        form = next(one for one in reversed(forms) if action in (one.attributes.get("action") or ""))
        typed: dict[str, Any] = {}
        for one in form.walk():
            name = one.attributes.get("name")
            if name and one.tag in ("input", "select", "textarea"):
                self._fill(typed, str(name), one, address)
        for name, value in chosen.items():
            self._keep(address, name, value)
        target = at or form.attributes.get("action") or address
        return browser.post(target, typed | chosen)

    def _fill(self, typed: dict[str, Any], name: str, one: Any, address: str) -> None:  # noqa: ANN401  # an element
        kind, value = one.attributes.get("type"), str(one.attributes.get("value") or "")
        if kind == "hidden":
            typed[name] = value
        elif kind == "checkbox":
            typed[name] = [*typed.get(name, []), value]
        elif kind in {"radio", "date"}:
            typed[name] = value
        elif one.tag == "select":
            options = [str(option.attributes.get("value") or "") for option in one.walk() if option.tag == "option"]
            typed[name] = next(filter(None, reversed(options)))
        else:
            typed[name] = self._canary(address, name)

    def _canary(self, address: str, name: str) -> str:
        """Return words that stand nowhere else, of the next script in turn, and keep them."""
        number = len(self.canaries)
        return self.canaries.setdefault(_field(address, name), f"{SCRIPTS[number % len(SCRIPTS)]}{number:03}")

    def _keep(self, address: str, name: str, value: Any) -> None:  # noqa: ANN401  # whatever a field takes
        """Keep what was typed instead, where it is a secret of its own: a receipt, a passphrase."""
        self.canaries.pop(_field(address, name), None)
        if name in SECRETS:
            self.canaries[_field(address, name)] = value


def _field(address: str, name: str) -> str:
    page = "-".join(part for part in address.strip("/").split("/") if "-" not in part)
    return f"{page}:{name}"


def live(day: Day, at: datetime) -> None:
    """Live the day: two reports, a case with all that belongs to it, an answer, an erasure, the worker's morning."""
    from safetoshare.base import clock
    from safetoshare.base.schedule import all_jobs, run_what_is_due

    receipt = day.reports(danger="no", area="E06000023")
    officer = day.signs_in("victim-care-officer")
    report = last_report(officer)
    case = day.does(officer, report, pathway="domestic_abuse").headers["Location"]
    day.does(officer, f"{case}assessment/", need_domestic_abuse="yes", need_safe_place="yes", language="ar")
    consent = _link(officer, f"{case}services/", "/consent/?service=", first=True)
    until = (clock.today() + timedelta(days=30)).isoformat()
    refer = day.does(officer, consent, answer="agree", until=until).headers["Location"]
    day.does(officer, refer)
    day.does(officer, f"{case}message/")
    worker = day.signs_in(_worker_of_the_referral(), "partner")
    package = _link(worker, "/en/partner/referrals/", "/partner/referrals/")
    day.does(worker, f"{package}accept/", contact_by=(clock.today() + timedelta(days=1)).isoformat())
    day.comes_back(receipt, writes=True)
    day.canaries["en-return:receipt of the case"] = receipt
    day.does(officer, "/en/staff/search/")
    mistaken = day.reports(danger="no")
    day.does(officer, f"{last_report(officer)}erase/", reason="sent_by_mistake")
    supervisor = day.signs_in("unit-supervisor")
    day.does(supervisor, "/en/staff/erasures/", action="/confirm/")
    day.does(supervisor, "/en/staff/openings/allow/")
    day.comes_back(mistaken)
    morning = (at + timedelta(days=1)).replace(hour=6, minute=0)
    with clock.clock_at(morning):
        assert all(done.succeeded for done in run_what_is_due(all_jobs()))


def _worker_of_the_referral() -> str:
    """Return who works at the organisation that the services' order put first."""
    from safetoshare.base.database import unit_of_work
    from safetoshare.base.models import Account
    from safetoshare.hub.models import Referral

    with unit_of_work():
        organisation = Referral.objects.values_list("organisation", flat=True).get()
        return str(Account.objects.filter(organisation=organisation).values_list("name", flat=True).first())


def last_report(desk: Any) -> str:  # noqa: ANN401  # a client
    return _link(desk, "/en/staff/cases/", "/staff/reports/")


def _link(desk: Any, address: str, part: str, *, first: bool = False) -> str:  # noqa: ANN401  # a client
    from tests.web.trees import tree

    page = tree(desk.get(address).content.decode())
    addresses = (str(one.attributes.get("href")) for one in page.walk())
    found = [one for one in addresses if part in one and re.search("[0-9a-f]{8}-", one)]
    assert found, (address, part)
    return found[0 if first else -1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--at", type=datetime.fromisoformat, required=True)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    folder, at = arguments.folder.absolute(), arguments.at.replace(tzinfo=ZoneInfo("Europe/London"))
    folder.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)
    draw_from(arguments.seed)
    from safetoshare.base import clock

    with clock.clock_at(at):
        settle(folder)
        logging.getLogger("safetoshare").addHandler(logging.FileHandler(folder / "log.txt"))
        day = Day()
        with unwrapper_here():
            live(day, at)
        (folder / "canaries.json").write_text(json.dumps(day.canaries, ensure_ascii=False, indent=1), "utf-8")
        finish(folder)
    sys.stdout.write(f"{len(day.canaries)} fields were filled in.\n")


def finish(folder: Path) -> None:
    """Make a backup, and the logical dump."""
    from safetoshare.base import clock
    from safetoshare.base.backup.archive import write_archive
    from safetoshare.base.force import current_force
    from tests.faults.dumps import dump

    (folder / "dump.json").write_text(json.dumps(dump(), indent=1, sort_keys=True), "utf-8")
    if "postgresql" not in os.environ.get("SAFETOSHARE_DATABASE_URL", ""):
        (folder / "backup").mkdir()
        write_archive(
            folder / "backup" / "data.tar", folder / "var", on=clock.today(), origin=current_force().log_origin
        )


if __name__ == "__main__":
    main()
