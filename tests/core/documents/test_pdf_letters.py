from safetoshare.core.documents.flow import Run
from safetoshare.core.documents.pdf_letters import Letter, Shape, is_bold, is_italic, lines_of, mark_bullets, plain


def letters(text: str, x: float = 0, base: float = 100, *, size: float = 10, strong: bool = False) -> list[Letter]:
    """Letters five points wide, one after another; a tilde is a gap without a written space."""
    return [
        Letter(sign, x + 5 * index, x + 5 * index + 5, base, size, strong, italic=False)
        for index, sign in enumerate(text)
        if sign != "~"
    ]


def test_letters_make_words_by_written_spaces_and_by_gaps() -> None:
    (line,) = lines_of(letters("one two~three"), 1)
    assert [word.text for word in line.words] == ["one", "two", "three"]
    assert line.text == "one two three"


def test_a_space_over_which_the_next_letter_is_set_parts_nothing() -> None:
    soft = [*letters("re"), Letter(" ", 10, 15, 100, 10, strong=False, italic=False), *letters("lease", x=10)]
    assert lines_of(soft, 1)[0].text == "release"


def test_a_raised_letter_belongs_to_its_line_and_one_drawn_twice_counts_once() -> None:
    raised = [*letters("17"), *letters("th", x=10, base=96.5, size=6)]
    doubled = [letter for each in letters("bold", base=130) for letter in (each, each)]
    assert [line.text for line in lines_of([*raised, *doubled], 1)] == ["17th", "bold"]


def test_a_line_tells_runs_of_bold_from_the_rest() -> None:
    (line,) = lines_of([*letters("Rec:", strong=True), *letters("act", x=25)], 1)
    assert line.runs() == [Run("Rec: ", strong=True), Run("act")]
    assert not line.is_strong


def test_a_small_shape_before_a_line_is_its_bullet() -> None:
    first, second = lines_of([*letters("one", x=50), *letters("two", x=50, base=130)], 1)
    mark_bullets([first, second], [Shape(40, 44, 94, 98), Shape(0, 300, 125, 126), Shape(0, 4, 125, 129)])
    assert (first.bullet, second.bullet) == (40, None)


def test_a_font_says_by_its_name_how_it_is_set() -> None:
    assert is_bold("ABCDEF+NotoSans-SemiBold")
    assert not is_bold("BOLDED+NotoSans")
    assert is_italic("Arial,Italic", 0)
    assert is_italic("Arial", 0.3)
    assert not is_italic("Arial", 0)
    assert plain("\ufb01") == "fi"
