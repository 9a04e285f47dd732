import hashlib

import pytest

from safetoshare.core.errors import BadInputError, PolicyError
from safetoshare.core.policy.toml_file import LARGEST_FILE, read_toml

TEXT = """\
id = "a"
# [[rule]] in a comment
note = '''
[[rule]]
id = "not a rule"
'''
other = \"\"\"
[[rule]]
\\\"\"\" still inside
when = 1
\"\"\"

[[rule]]
id = "N1"   # a comment
when = { recipient = [
    "nhs",
] }

[default]
duty = []

  [[ rule ]]
id = "N2"
[rule.when]
recipient = ["nhs"]
"""


def _unreadable(content: bytes, name: str = "p.toml") -> str:
    with pytest.raises(BadInputError) as caught:
        read_toml(content, name)
    assert not isinstance(caught.value, PolicyError)
    return str(caught.value)


def test_tables_and_keys_are_found_on_their_lines_whatever_strings_and_comments_hold() -> None:
    file = read_toml(TEXT.encode(), "p.toml")
    assert file.line("", 0, "id") == 1
    assert file.line("rule", 0) == 13
    assert file.line("rule", 0, "id") == 14
    assert file.line("rule", 0, "when") == 15
    assert file.line("default", 0, "duty") == 20
    assert file.line("rule", 1) == 22
    assert file.line("rule", 1, "when") == 24


def test_an_unknown_key_falls_back_to_its_table_and_an_unknown_table_to_the_top() -> None:
    file = read_toml(TEXT.encode(), "p.toml")
    assert file.line("rule", 1, "cites") == 22
    assert file.line("nowhere", 7, "x") == 1


def test_a_table_written_inline_is_found_by_its_key() -> None:
    assert read_toml(b'a = 1\nrule = [{ id = "x" }]', "p.toml").line("rule", 0, "id") == 2


def test_windows_line_ends_do_not_move_the_lines() -> None:
    assert read_toml(TEXT.replace("\n", "\r\n").encode(), "p.toml").line("rule", 1) == 22


def test_the_hash_is_of_the_files_bytes() -> None:
    assert read_toml(TEXT.encode(), "p.toml").sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_syntax_error_is_told_with_its_line() -> None:
    message = _unreadable(b'id = "a"\n\nwhen = {')
    assert message.startswith("p.toml:3: not TOML: ")
    assert "at line" not in message


def test_bytes_that_are_not_utf_8_are_told_with_their_line() -> None:
    assert _unreadable(b'id = "a"\ntitle = "\xff"') == "p.toml:2: not UTF-8: save the file as UTF-8"


@pytest.mark.parametrize(
    "content",
    [b"a = " + b"[" * 100_000, b"a = " + b"9" * 10_000, b"\x00", b"\xef\xbb\xbfid = 1", b"a" * (LARGEST_FILE + 1)],
    ids=["nested", "number", "nul", "byte order mark", "huge"],
)
def test_a_hostile_file_is_refused_in_one_line(content: bytes) -> None:
    message = _unreadable(content)
    assert message.startswith("p.toml:")
    assert "\n" not in message


def test_a_hostile_file_name_is_shown_escaped() -> None:
    assert "\\u202e" in _unreadable(b"=", "a\u202e.toml")


def test_problems_are_raised_together_in_the_order_of_their_lines() -> None:
    file = read_toml(TEXT.encode(), "p.toml")
    file.check()
    file.problems += [(9, "later"), (2, "first"), (9, "last")]
    with pytest.raises(PolicyError) as caught:
        file.check()
    assert caught.value.problems == ("p.toml:2: first", "p.toml:9: later", "p.toml:9: last")
