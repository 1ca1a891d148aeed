import pytest

from assessment.repositories.rules.globs import compiled


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"(?m)^\s*key:", "\n\n  key:", "  key:"),
        (r"(?m)a\s+b", "a\nb", None),
        (r"(?m)a\sb", "a\tb", "a\tb"),
        (r"(?m)a[\s(]b", "a\nb a(b", "a(b"),
        (r"(?m)a[\s\n]+b", "a \n b", "a \n b"),  # who means a line break says so
        (r"(?m)a[^\s]b", "a\nb a-b", "a-b"),
        (r"(?m)a\\sb", r"a\sb", r"a\sb"),  # a backslash, and the letter s
        (r"(?m)[]\s]x", "\nx ]x", "]x"),
        (r"a\sb", "a\nb", "a\nb"),  # an expression for one line is left as it is
    ],
)
def test_white_space_stays_in_its_line_where_a_whole_text_is_searched(pattern, text, found):
    match = compiled(pattern).search(text)
    assert (match[0] if match else None) == found
