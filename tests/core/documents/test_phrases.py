import pytest

from safetoshare.core.documents.phrases import compile_phrases

WORDS = {"national": ["home office", "national"]}


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("wait/waits for", "It Waits  for"),
        ("await*", "awaiting"),
        ("is not? done", "is done"),
        ("is not? done", "is not done"),
        ("wait ... {national}", "wait for the new Home Office"),
        ("wait ... {national}", "wait, perhaps, national"),
        ("{national} guidance", "the Home Office’s guidance"),
        ("chiefs' council", "chiefs’ council"),
    ],
)
def test_a_phrase_finds_what_it_describes(phrase: str, text: str) -> None:
    assert compile_phrases([phrase], WORDS).search(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("wait", "waiter await"),
        ("wait ... {national}", "wait one two three four five six seven national"),
        ("is done", "isdone"),
        ("a.b", "axb"),
    ],
)
def test_a_phrase_finds_nothing_else(phrase: str, text: str) -> None:
    assert not compile_phrases([phrase], WORDS).search(text)


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        compile_phrases(["in {nowhere}"], WORDS)
