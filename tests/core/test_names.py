"""Names that must meet and names that must not, across scripts; and telephone numbers however they are written."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetoshare.core.names import matches_name, name_keys, telephone_keys

# One name, or spellings of one name that a telephone officer cannot tell apart.
MEET = """
Mohammed | Muhammad | Mohamed | Maxamed | Mehmet | محمد | مُحَمَّد | ਮੁਹੰਮਦ
Fatima | Fatimah | Fatma | Faadumo | فاطمة | فاطمہ | ਫਾਤਿਮਾ
Aisha | Ayesha | Caasha | عائشة
Omar | Umar | Cumar | عمر
Hussein | Hussain | Xuseen | حسين
Hassan | Xasan | حسن
Khadija | Khadiijo | خديجة
Othman | Osman | Cusmaan | عثمان
Ahmed | Axmed | أحمد | احمد
Ali | Cali | علي
Maryam | Mariam | Maryan | مريم
Singh | ਸਿੰਘ
Kaur | ਕੌਰ
Gurpreet | ਗੁਰਪ੍ਰੀਤ
Harjeet | ਹਰਜੀਤ
Navdeep | ਨਵਦੀਪ
Jaswinder | ਜਸਵਿੰਦਰ
Amandeep | ਅਮਨਦੀਪ
Yusuf | Yousef | Yuusuf | يوسف
Noor | Nur | نور
Abdullah | Cabdullaahi | عبدالله
Abdirahman | Cabdiraxmaan | Abdul Rahman | Abd al-Rahman | Abdurrahman | Abdulrahman | عبدالرحمن
Ismail | Ismaaciil | إسماعيل
Ibrahim | Ibraahin | إبراهيم
Adam | Aadan | آدم
Zainab | Saynab | زينب
Shamim | شمیم
Qasim | Kassim | قاسم
Dawood | Daud | داود
Saeed | Siciid | سعيد
"""
APART = """
Mohammed | Mahmoud
محمد | محمود
Hassan | Hussein
حسن | حسين
Fatima | Farida
Ali | Layla
Ahmed | Hamid
Ahmed | Mohammed
Khalid | Khadija
Maryam | Amira
Singh | Sanjay
Kaur | Kiran
Gurpreet | Harpreet
Navdeep | Mandeep
Yusuf | Yasin
Noor | Nadia
Abdullah | Abdirahman
Ibrahim | Ismail
Adam | Idris
Zainab | Zahra
Salim | Sulaiman
Osman | Hassan
Hodan | Hawa
Deeqa | Dahir
Amina | Amira
Samira | Amira
Nadia | Nadir
Tariq | Tahir
Bilal | Bilqis
Farah | Faisal
Nasir | Nasrin
Parveen | Pardeep
Simran | Kiran
Sadia | Saida
Anna | Hanna
Maria | Maryam
Warsame | Warda
Ifrah | Farah
Habiba | Hibo
Ayaan | Iman
Balwinder | Jaswinder
"""
# Two people's names that meet all the same: a short vowel is not written in Arabic, and so it parts nobody here.
MEET_THOUGH_TWO = """
Amir | Omar
Aisha | Asha
Jamal | Jamil
Rashid | Rashad
Salim | Salma
Karim | Karima
Rukhsana | Roxana
Sofia | Safia
Kamal | Kamil
Amal | Amil
"""


def pairs(lists: str) -> list[tuple[str, str]]:
    names = [[name.strip() for name in line.split("|")] for line in lists.strip().splitlines()]
    return [(first, other) for first, *others in names for other in others]


def meet(first: str, other: str) -> bool:
    return matches_name(name_keys(first), name_keys(other))


def test_there_are_enough_pairs_to_say_something() -> None:
    assert len(pairs(MEET)) >= 40
    assert len(pairs(APART)) >= 40


@pytest.mark.parametrize(("first", "other"), pairs(MEET))
def test_spellings_of_one_name_meet_both_ways(first: str, other: str) -> None:
    assert meet(first, other)
    assert meet(other, first)


@pytest.mark.parametrize(("first", "other"), pairs(APART))
def test_other_names_do_not(first: str, other: str) -> None:
    assert not meet(first, other)


@pytest.mark.parametrize(("first", "other"), pairs(MEET_THOUGH_TWO))
def test_what_is_known_to_meet_wrongly_is_written_down(first: str, other: str) -> None:
    assert meet(first, other)


def test_each_word_that_is_searched_is_in_the_name_in_any_order() -> None:
    known = name_keys("Amina Yusuf Warsame")
    assert matches_name(name_keys("warsame, AMINA"), known)
    assert matches_name(name_keys("يوسف"), known)
    assert not matches_name(name_keys("Amina Hassan"), known)


def test_articles_and_words_for_son_or_daughter_are_passed_over() -> None:
    assert meet("Noor al-Hassan", "Noor Hassan")
    assert meet("Ahmed bin Khalid", "Ahmed Khalid")
    assert meet("Hassan", "الحسن")
    assert meet("Ilyas", "الياس")
    assert name_keys("al bin") == ()


@pytest.mark.parametrize("text", ["", " ", "12345", "!?", "\u200f\u202e", "😀" * 3, "\ud800"])
def test_what_holds_no_letter_meets_nothing(text: str) -> None:
    assert not matches_name(name_keys(text), name_keys("Amina"))
    assert not matches_name(name_keys("Amina"), name_keys(text))


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_each_name_meets_itself(text: str) -> None:
    keys = name_keys(text)
    assert not keys or matches_name(keys, keys)
    telephone_keys(text)


@given(st.text("abcdefghijklmnopqrstuvwxyz' -", max_size=40), st.sampled_from(["\u200e", "\u202b", "\u200d", "\u00ad"]))
def test_case_space_and_invisible_characters_change_nothing(name: str, unseen: str) -> None:
    keys = name_keys(name)
    assert name_keys(f"  {name.upper()}\t") == keys
    assert name_keys(unseen.join(name)) == keys


@given(st.text("cxth", min_size=1, max_size=200))
def test_a_word_of_many_readings_costs_little(word: str) -> None:
    assert all(len(keys) <= 81 * 4 for keys in name_keys(word))


@pytest.mark.parametrize(
    "written",
    [
        "07700 900123",
        "+44 7700 900123",
        "0044 7700-900123",
        "07700900123",
        "+44 (0) 7700 900 123",
        "٠٧٧٠٠٩٠٠١٢٣",
        "۰۷۷۰۰ ۹۰۰۱۲۳",
        "੦੭੭੦੦੯੦੦੧੨੩",
        "text 07700.900.123 after six, never ring",
        "\u202a07700 900123\u202c",
    ],
)
def test_a_telephone_number_is_one_however_it_is_written(written: str) -> None:
    assert telephone_keys(written) == {"700900123"}


def test_each_number_of_a_text_is_found() -> None:
    both = {"700900123", "700900456"}
    for text in ("07700 900123 / 07700 900456", "07700 900123 07700 900456", "+447700900123 or, at work, 07700900456"):
        assert telephone_keys(text) == both


@pytest.mark.parametrize("text", ["999", "at 9 or 10 on 2 May", "1234", "call Amina", "0" * 16])
def test_what_is_no_whole_number_is_none(text: str) -> None:
    assert telephone_keys(text) == frozenset()


@given(st.text("0123456789", min_size=9, max_size=9), st.sampled_from(["", "0", "+44", "0044", "+252 "]))
def test_the_last_nine_digits_tell_in_every_script(digits: str, before: str) -> None:
    expected = {digits}
    for zero in ("٠", "۰", "੦", "0"):
        other = "".join(chr(ord(zero) + unicodedata.decimal(digit)) for digit in digits)
        assert telephone_keys(before + other) == expected
