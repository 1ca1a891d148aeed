import pytest

from assessment.survey.questionnaire.texts import seen


@pytest.mark.parametrize("text", ["x", "?", "5", "é", "日本", "👍", "a\tb\nc", "می‌خواهم", "שלום", ""])
def test_what_people_write(text: str) -> None:
    assert seen(text) == text


@pytest.mark.parametrize("text", [" ", "\n", "\u200b", "\u00a0", "\ufeff", "\u200d\u200c"])
def test_nothing_to_be_seen(text: str) -> None:
    with pytest.raises(ValueError, match="nothing to be seen"):
        seen(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [("a\x00", "U\\+0000"), ("\x1b[2Jb", "U\\+001B"), ("Yes\u202eoN", "U\\+202E"), ("\u2067a", "U\\+2067"), ("a\x85", "0085")],
)
def test_characters_that_command(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        seen(text)
