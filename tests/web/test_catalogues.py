"""Every text is translated, and the compiled catalogues are those of the committed texts."""

from __future__ import annotations

from pathlib import Path

import polib  # type: ignore[import-untyped]
import pytest
from django.utils import translation
from django.utils.translation import ngettext

from safetoshare.base.languages import LANGUAGES
from tests import catalogues
from tests.catalogues import LOCALE, PLURAL_FORMS, catalogue, placeholders, problems, problems_of_entry


def test_nothing_is_wrong_with_the_catalogues() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("language", "beginning", "told"),
    [
        ("so", "Who was told what about you", "Cidda loo sheegay iyo waxa lagaa sheegay"),
        ("pa", "Who was told what about you", "ਤੁਹਾਡੇ ਬਾਰੇ ਕਿਸ ਨੂੰ ਕੀ ਦੱਸਿਆ ਗਿਆ"),
        ("ur", "Who was told what about you", "آپ کے بارے میں کس کو کیا بتایا گیا"),
        ("ar", "Who was told what about you", "من أُخبر بماذا عنكم"),
        # "karto" alone is also "you cannot".
        ("so", "“Leave now” is at", "“Hadda ka bax” ma tirtiri karto"),
        ("so", "It cannot take this site", "“Hadda ka bax” kama saari karto"),
        # To touch a telephone makes no sound, and "to play" it is to let it ring.
        ("so", "Call %(number)s and listen", "fartaada taleefanka ku garaac marka lagaa codsado"),
        ("ur", "Call %(number)s and listen", "فون کو انگلی سے تھپتھپائیں"),
        # Nobody at all hears her, which is not "if somebody cannot hear you".
        ("pa", "If nobody can hear you", "ਜੇ ਕਿਸੇ ਨੂੰ ਵੀ ਤੁਹਾਡੀ ਆਵਾਜ਼ ਸੁਣਾਈ ਨਹੀਂ ਦਿੰਦੀ"),
        ("ur", "If nobody can hear you", "اگر کسی کو بھی آپ کی آواز سنائی نہ دے"),
    ],
)
def test_a_sentence_about_telling_or_danger_keeps_its_meaning(language: str, beginning: str, told: str) -> None:
    texts = polib.pofile(str(catalogue(LOCALE, language)))
    assert [told in entry.msgstr for entry in texts if entry.msgid.startswith(beginning)] == [True]


def test_there_is_a_catalogue_for_each_language_but_english() -> None:
    assert set(PLURAL_FORMS) == {language.code for language in LANGUAGES} - {"en"}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="Back", msgstr=" "), "not translated"),
        (polib.POEntry(msgid="Back", msgstr="Dib", flags=["fuzzy"]), "fuzzy"),
        (polib.POEntry(msgid="Call %(number)s", msgstr="Wac"), "other placeholders"),
        (polib.POEntry(msgid="Call", msgstr="Wac %(number)s"), "other placeholders"),
        (
            polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "%(n)d maalin", 1: ""}),
            "not translated",
        ),
    ],
)
def test_a_faulty_translation_is_found(entry: polib.POEntry, problem: str) -> None:
    assert list(problems_of_entry(entry)) == [problem]


def test_a_singular_may_leave_its_number_out() -> None:
    entry = polib.POEntry(
        msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "maalin", 1: "%(n)d maalmood"}
    )
    assert list(problems_of_entry(entry)) == []


def test_placeholders_of_every_kind_are_seen() -> None:
    assert placeholders("%(name)s has %d of {total} at 100%") == {"%(name)s", "%d", "{total}"}


def test_arabic_counts_in_six_ways() -> None:
    with translation.override("ar"):
        forms = {
            ngettext("Unlocked for %(minutes)d more minute", "Unlocked for %(minutes)d more minutes", count)
            for count in (1, 2, 3, 11)
        }
    assert len(forms) == 4


def test_a_catalogue_with_too_few_plural_forms_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    path = catalogue(tmp_path, "ar")
    path.parent.mkdir(parents=True)
    texts = polib.POFile()
    texts.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURAL_FORMS["ar"]}
    texts.append(polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "يوم", 1: "%(n)d أيام"}))
    texts.save(str(path))
    texts.save_as_mofile(str(path.with_suffix(".mo")))
    assert list(catalogues._problems_of("ar")) == ["ar: other plural forms than the language has: '%(n)d day'"]
