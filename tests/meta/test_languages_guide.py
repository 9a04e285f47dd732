"""The guide for adding a language, followed step by step in a copy of the house: Polish comes on every page.

The copy gets what the guide names and nothing else. Its words are Polish by machine: each text with its vowels marked,
each plural with the number of its form, so that it shows on a page which form was taken.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped]
import pytest

from tests.meta.repository import ROOT
from tests.web.trees import Element, tree

GUIDE = (ROOT / "docs" / "languages.md").read_text("utf-8")
BLOCKS = {name: text for name, text in re.findall(r"```toml\n# (\S+)\n(.*?)```", GUIDE, re.DOTALL)}
LIST, STATUS_WORDS = "src/safetoshare/core/languages.toml", "tests/status_words.toml"
REVIEW = "src/safetoshare/locale/review.toml"
CATALOGUE = "src/safetoshare/locale/pl/LC_MESSAGES/django.po"
FORCE = "src/safetoshare/forces/avon_and_somerset"
SENTENCES = [f"{FORCE}/policy/{name}.toml" for name in ("claims", "limits", "position")]
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|&\w+;")
MARKED = str.maketrans("aeioyAEIOY", "ąęìóÿĄĘÌÓŸ")

# What a visitor of the copy gets, told as JSON: pages, plural forms, dates, and what is a draft.
ASK = """
import json, sys
import django
django.setup()
from datetime import date
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from safetoshare.web.review import is_draft
visitor = Client(headers={"host": "127.0.0.1"})
addresses = json.loads(sys.argv[1])
answers = {one: visitor.get(one) for one in addresses}
one, many = "Wait %(seconds)d second, then load this page again", "Wait %(seconds)d seconds, then load this page again"
with translation.override("pl"):
    told = {
        "counts": {n: ngettext(one, many, n) % {"seconds": n} for n in (0, 1, 2, 4, 5, 12, 22, 25, 101, 104)},
        "date": date_format(date(2026, 3, 17), "j F Y"),
        "draft": is_draft("pl"),
    }
print(json.dumps(told | {
    "pages": {name: answer.content.decode() for name, answer in answers.items()},
    "status": {name: answer.status_code for name, answer in answers.items()},
    "asked": visitor.get("/safety/", headers={"accept-language": "pl"}).headers["Content-Language"],
}))
"""
PAGES = [
    "/",
    "/pl/",
    "/pl/safety/",
    "/pl/easy/",
    "/pl/report/rule/",
    "/pl/promise/",
    "/pl/help/",
    "/pl/return/",
    "/pl/no/",
]


def polish(text: str) -> str:
    """A text by machine: vowels marked, places of values as they were."""
    marked, end = "", 0
    for place in PLACES.finditer(text):
        marked += text[end : place.start()].translate(MARKED) + place[0]
        end = place.end()
    return marked + text[end:].translate(MARKED)


def untold(element: Element) -> str:
    """The words of a page without what is marked as English."""
    if element.attributes.get("lang") == "en":
        return ""
    return " ".join(child if isinstance(child, str) else untold(child) for child in element.children)


@dataclass(frozen=True)
class Copy:
    """A copy of the house, in which the steps are done and commands are run."""

    root: Path

    def append(self, name: str, text: str) -> None:
        path = self.root / name
        path.write_text(path.read_text("utf-8") + "\n" + text, "utf-8")

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        ours = ("SAFETOSHARE_", "DJANGO_SETTINGS_MODULE")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        environment |= {"PYTHONPATH": f"{self.root / 'src'}:{self.root}"}
        environment |= {"SAFETOSHARE_STATE": str(self.root / "var"), "SAFETOSHARE_MODE": "demonstration"}
        environment["SAFETOSHARE_SECRETS"] = str(self.root / "var" / "secrets")
        if words[0] != "-m":
            environment["DJANGO_SETTINGS_MODULE"] = "safetoshare.base.settings.project"
        return subprocess.run(  # noqa: S603  # Python itself, with words of this file
            [sys.executable, *words], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def hashes(self) -> dict[str, str]:
        files = (path for part in ("src", "tests") for path in (self.root / part).rglob("*") if path.is_file())
        return {
            str(path.relative_to(self.root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
            if "__pycache__" not in path.parts
        }

    def asked(self, *pages: str) -> dict[str, Any]:
        answer = self.run("-c", ASK, json.dumps(pages))
        assert answer.returncode == 0, answer.stderr
        told: dict[str, Any] = json.loads(answer.stdout)
        return told


def translate(path: Path) -> None:
    """Step 3: every text, and every plural form of it."""
    texts = polib.pofile(str(path), wrapwidth=0)
    for entry in texts:
        if entry.msgid_plural:
            entry.msgstr_plural = {form: f"⟦{form}⟧ {polish(entry.msgid_plural)}" for form in entry.msgstr_plural}
        else:
            entry.msgstr = polish(entry.msgid)
    texts.save(str(path))


def say(path: Path) -> None:
    """Step 4: a sentence beneath each `so` of the promise, made of its English."""
    lines, english = [], ""
    for line in path.read_text("utf-8").splitlines():
        lines.append(line)
        if line.startswith("en = "):
            english = tomllib.loads(line)["en"]
        elif line.startswith("so = "):
            lines.append(f"pl = {json.dumps(polish(english), ensure_ascii=False)}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The house as it is, with what checks its catalogues."""
    root = tmp_path_factory.mktemp("polish")
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src" / "safetoshare", root / "src" / "safetoshare", ignore=unneeded)
    (root / "tests").mkdir()
    for name in ("__init__.py", "catalogues.py", "status_words.py", "status_words.toml"):
        shutil.copyfile(ROOT / "tests" / name, root / "tests" / name)
    return Copy(root)


@dataclass(frozen=True)
class Followed:
    """The copy after the steps, with what it was before, what the first `make messages` said, and its pages."""

    copy: Copy
    hashes: dict[str, str]
    untranslated: subprocess.CompletedProcess[str]
    translated: subprocess.CompletedProcess[str]
    told: dict[str, Any]


@pytest.fixture(scope="module")
def followed(before: Copy) -> Followed:
    """The steps of the guide up to the review, which takes the draft mark away."""
    hashes = before.hashes()
    before.append(LIST, BLOCKS[LIST])
    untranslated = before.run("-m", "tests.catalogues", "--update")
    translate(before.root / CATALOGUE)
    translated = before.run("-m", "tests.catalogues", "--update")
    force = before.root / FORCE / "force.toml"
    force.write_text(force.read_text("utf-8").replace('"so"]', '"so", "pl"]'), "utf-8")
    for name in SENTENCES:
        say(before.root / name)
    before.append(STATUS_WORDS, BLOCKS[STATUS_WORDS])
    prepared = before.run("-m", "safetoshare", "demo")
    assert prepared.returncode == 0, prepared.stderr
    return Followed(before, hashes, untranslated, translated, before.asked(*PAGES))


def test_the_guide_shows_each_file_that_is_written_by_hand() -> None:
    assert set(BLOCKS) == {LIST, STATUS_WORDS, REVIEW}
    assert all(name in GUIDE for name in ("force.toml", "claims.toml", "limits.toml", "position.toml", "make messages"))


@pytest.mark.long
def test_the_first_run_says_what_is_not_translated_and_the_second_nothing(followed: Followed) -> None:
    assert followed.untranslated.returncode == 1
    assert "pl: not translated: 'Leave now'" in followed.untranslated.stdout
    assert (followed.translated.returncode, followed.translated.stdout) == (0, ""), followed.translated.stderr


@pytest.mark.long
def test_nothing_had_to_change_but_what_the_guide_names(followed: Followed) -> None:
    now = followed.copy.hashes()
    changed = {name for name in now.keys() | followed.hashes.keys() if now.get(name) != followed.hashes.get(name)}
    catalogue = {CATALOGUE, CATALOGUE.replace(".po", ".mo"), "src/safetoshare/locale/built.json"}
    data = {LIST, f"{FORCE}/force.toml", *SENTENCES, STATUS_WORDS}
    # The compiled catalogues of the others were compiled again, from the same texts.
    assert {name for name in changed if "/locale/" not in name} == data
    assert {name for name in changed if name.endswith((".po", ".json"))} == {
        one for one in catalogue if ".mo" not in one
    }


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES[1:])
def test_every_page_is_served_in_it_with_language_and_direction(followed: Followed, page: str) -> None:
    html = followed.told["pages"][page]
    assert followed.told["status"][page] == (404 if page == "/pl/no/" else 200)
    assert '<html lang="pl" dir="ltr"' in html
    assert polish("Leave now") in html
    assert polish("How to use this site safely") in html


@pytest.mark.long
@pytest.mark.parametrize("page", PAGES[1:])
def test_no_english_is_left_but_beneath_the_drafts(followed: Followed, page: str) -> None:
    html = followed.told["pages"][page]
    words = untold(tree(html).find(tag="main"))
    assert not re.search(r"\b(the|you|your|with|report|not)\b", words)


@pytest.mark.long
def test_the_start_page_and_every_other_language_offer_it_by_its_own_name(followed: Followed) -> None:
    assert 'href="/pl/" hreflang="pl" lang="pl" dir="ltr"' in followed.told["pages"]["/"]
    assert "Polski" in followed.told["pages"]["/"]
    assert followed.told["asked"] == "pl"


@pytest.mark.long
def test_it_counts_as_polish_does(followed: Followed) -> None:
    forms = {number: re.match(r"⟦(\d)⟧", text)[1] for number, text in followed.told["counts"].items()}  # type: ignore[index]
    assert forms == {
        **{"0": "2", "1": "0", "2": "1", "4": "1", "5": "2"},
        **{"12": "2", "22": "1", "25": "2", "101": "2", "104": "1"},
    }
    assert str(22) in followed.told["counts"]["22"]


@pytest.mark.long
def test_dates_have_its_names_of_months(followed: Followed) -> None:
    assert followed.told["date"] == f"17 {polish('March')} 2026"


@pytest.mark.long
def test_the_promise_is_said_in_it_with_the_english_beneath(followed: Followed) -> None:
    claims = tomllib.loads((followed.copy.root / SENTENCES[0]).read_text("utf-8"))["claim"]
    sentence = next(claim for claim in claims if claim.get("layer") == "sentence")["says"]
    page = followed.told["pages"]["/pl/report/rule/"]
    assert sentence["pl"] == polish(sentence["en"])
    assert sentence["pl"] in page
    assert sentence["en"] in page


@pytest.mark.long
def test_it_is_marked_as_a_draft_until_somebody_has_reviewed_it(followed: Followed) -> None:
    draft = polish("This translation is a draft. No named person has reviewed it.")
    assert followed.told["draft"]
    assert all(draft in followed.told["pages"][page] for page in PAGES[1:])
    sha256 = hashlib.sha256((followed.copy.root / CATALOGUE).read_bytes()).hexdigest()
    review = followed.copy.root / REVIEW
    text = review.read_text("utf-8")
    followed.copy.append(REVIEW, re.sub(r'sha256 = ".*"', f'sha256 = "{sha256}"', BLOCKS[REVIEW]))
    told = followed.copy.asked("/pl/report/rule/")
    review.write_text(text, "utf-8")
    assert not told["draft"]
    assert draft not in told["pages"]["/pl/report/rule/"]
    assert "app-original" not in told["pages"]["/pl/report/rule/"]
