"""The catalogues of translated texts: collect, tidy, compile, and say what is wrong with them.

    python -m tests.catalogues            say what is wrong; exit 1 if anything is
    python -m tests.catalogues --update   collect new texts, compile, write locale/built.json; then the same

Texts are collected in a copy of the package, so that a check changes nothing. Needs gettext.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib  # type: ignore[import-untyped]

from safetoshare.core.languages import languages

PACKAGE = Path(__file__).parents[1] / "src" / "safetoshare"
LOCALE = PACKAGE / "locale"
BUILT = LOCALE / "built.json"

# How each language counts: those that are translated into, from the one list.
PLURAL_FORMS = {language.code: language.plural_forms for language in languages() if language.plural_forms}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def catalogue(locale: Path, language: str) -> Path:
    """Return the path of a language's catalogue under a locale folder."""
    return locale / language / "LC_MESSAGES" / "django.po"


def collect(package: Path) -> None:
    """Bring the catalogues below `package` up to date with the texts in its code and templates."""
    for language in PLURAL_FORMS:
        catalogue(package / "locale", language).parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "--no-obsolete", "--no-wrap"]
    command += ["--add-location", "file", *(f"--locale={language}" for language in PLURAL_FORMS)]
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=package, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    for language in PLURAL_FORMS:
        _tidy(catalogue(package / "locale", language), language)


def _tidy(path: Path, language: str) -> None:
    """Make a catalogue depend on its texts alone: no date of collection, no guessed translation."""
    texts = polib.pofile(str(path), wrapwidth=0)
    texts.metadata_is_fuzzy = False
    texts.header = "Texts of Safe to Share. Under the licence of the project."
    texts.metadata = {
        "Project-Id-Version": "safetoshare",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for entry in texts:
        if entry.fuzzy:
            # gettext took it from a similar text. A guess is not a translation.
            entry.msgstr, entry.flags = "", [flag for flag in entry.flags if flag != "fuzzy"]
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
            entry.previous_msgid = entry.previous_msgid_plural = entry.previous_msgctxt = None
        if entry.msgid_plural:
            # A new catalogue begins with two forms, or with those of Django's own rule for the language.
            said = entry.msgstr_plural
            entry.msgstr_plural = {form: said.get(form, "") for form in range(plural_forms_of(language))}
    texts.save(str(path))


def plural_forms_of(language: str) -> int:
    """Return how many forms a language has for a number of things."""
    return int(PLURAL_FORMS[language].removeprefix("nplurals=")[0])


def collected_copy(folder: str) -> Path:
    """Copy the package into `folder`, collect there, and return the copy."""
    copy = Path(folder) / "safetoshare"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "forces"))
    collect(copy)
    return copy


def update() -> None:
    """Collect, compile with msgfmt's own checks, and note the hash of each catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        copy = collected_copy(folder)
        for language in PLURAL_FORMS:
            path = catalogue(LOCALE, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(catalogue(copy / "locale", language), path)
    for language in PLURAL_FORMS:
        path = catalogue(LOCALE, language)
        command = ["msgfmt", "--check-format", "--no-hash", "-o", str(path.with_suffix(".mo")), str(path)]
        subprocess.run(command, check=True)  # noqa: S603
    BUILT.write_text(json.dumps(hashes(), indent=2) + "\n", "utf-8")


def hashes() -> dict[str, str]:
    """Return the SHA-256 of each language's catalogue, in hex."""
    return {language: hashlib.sha256(catalogue(LOCALE, language).read_bytes()).hexdigest() for language in PLURAL_FORMS}


def problems() -> list[str]:
    """Return one line for each thing that is wrong with the catalogues, none if all is well."""
    found = [problem for language in PLURAL_FORMS for problem in _problems_of(language)]
    if json.loads(BUILT.read_text("utf-8")) != hashes():
        found.append("locale/built.json is not of these catalogues")
    with tempfile.TemporaryDirectory() as folder:
        copy = collected_copy(folder)
        for language in PLURAL_FORMS:
            now = {entry.msgid for entry in polib.pofile(str(catalogue(copy / "locale", language)))}
            kept = {entry.msgid for entry in polib.pofile(str(catalogue(LOCALE, language)))}
            found += [f"{language}: not collected: {msgid!r}" for msgid in sorted(now - kept)]
            found += [f"{language}: used nowhere: {msgid!r}" for msgid in sorted(kept - now)]
    return found


def _problems_of(language: str) -> Iterator[str]:
    path = catalogue(LOCALE, language)
    texts = polib.pofile(str(path))
    if texts.metadata.get("Plural-Forms") != PLURAL_FORMS[language]:
        yield f"{language}: wrong Plural-Forms"
    for entry in texts:
        yield from (f"{language}: {problem}: {entry.msgid!r}" for problem in problems_of_entry(entry))
        if entry.msgid_plural and len(entry.msgstr_plural) != plural_forms_of(language):
            yield f"{language}: other plural forms than the language has: {entry.msgid!r}"
    compiled = {entry.msgid: _translations(entry) for entry in polib.mofile(str(path.with_suffix(".mo")))}
    if compiled != {entry.msgid: _translations(entry) for entry in texts}:
        yield f"{language}: django.mo is not compiled from django.po"


def problems_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one text: not translated, guessed, or with other placeholders."""
    translations = _translations(entry)
    if entry.fuzzy:
        yield "fuzzy"
    if not all(translation.strip() for translation in translations):
        yield "not translated"
        return
    wanted = placeholders(entry.msgid_plural or entry.msgid)
    for translation in translations:
        missing = wanted - placeholders(translation)
        # "one report" may leave its number out in any language; nothing else may.
        if placeholders(translation) - wanted or (missing and not entry.msgid_plural):
            yield "other placeholders"


def placeholders(text: str) -> frozenset[str]:
    """Return the places in a text where values are put: `%(name)s`, `%s`, `{name}`."""
    return frozenset(_PLACEHOLDER.findall(text))


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def main() -> int:
    """Update if asked, then print what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.catalogues", description="Check the catalogues.")
    parser.add_argument("--update", action="store_true", help="collect and compile first")
    if parser.parse_args().update:
        update()
    found = problems()
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
