"""YAML by its indentation: shapes from the YAML specification (1.2.2, chapter 8) and from pipelines."""

import time

from assessment.repositories.rules.readers.outline import outline
from assessment.repositories.rules.readers.shell import commands


def test_keys_lists_and_lines():
    root = outline("a: 1 # one\nb:\n- c\n-   d: e\n    f: 'g: h'\ni: [j, {k: l}]\n")
    assert [(node.line, node.key, node.value) for node in root.walk()][1:] == [
        (1, "a", "1"), (2, "b", ""), (3, "-", "c"), (4, "-", ""), (4, "d", "e"),
        (5, "f", "g: h"), (6, "i", ""), (6, "-", "j"), (6, "-", ""), (6, "k", "l"),
    ]  # fmt: skip


def test_texts_of_several_lines():
    root = outline('a: |\n  one # kept\n\n  two\nb: >-\n  three\n  four\nc: "five\n  six"\nd: seven\n  eight\n')
    assert [root.get(key).said() for key in "abcd"] == [
        [(2, "  one # kept"), (4, "  two")],
        [(6, "three four")],
        [(8, "five six")],
        [(10, "seven eight")],
    ]


def test_no_document_explodes():
    bomb = "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20))
    began = time.process_time()
    outline(bomb)
    outline("[" * 200_000)
    outline("a: " + '"' * 100_001)
    outline("- " * 100_000)
    outline("x: {" + "a: " * 50_000)
    assert time.process_time() - began < 2


def test_commands_of_a_script():
    script = [
        "set -e # stop",
        "if ! make a; then b; fi",
        'echo "x; y" && \\',
        "  c | d",
        "cat <<EOF > f",
        "npm test",
        "EOF",
        "e 'f",
        "g' || h=$(i j)",
    ]
    assert list(commands(enumerate(script, 1))) == [
        (1, "set -e"), (2, "if ! make a"), (2, "then b"), (2, "fi"), (3, 'echo "x; y"'), (3, "c"), (3, "d"),
        (5, "cat <<EOF > f"), (8, "e 'f\ng'"), (8, "h="), (8, "i j"),
    ]  # fmt: skip


def test_no_command_takes_long():
    began = time.process_time()
    for line in ("$(" * 5_000, "'" * 5_001, "a\\" * 5_000, "${{" * 5_000, "echo " + "x" * 100_000):
        list(commands([(1, line)] * 3))
    assert time.process_time() - began < 2
