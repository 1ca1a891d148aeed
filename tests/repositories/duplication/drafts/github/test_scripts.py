"""Words of a script from variables: what is allowed means the same to a real shell; what may not is refused."""

import subprocess

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.drafts.github.scripts import through_variables

SHELLS = ("bash", "sh")


def said(shell, parts, member):
    """What the script says for a member, written out and through variables."""
    plain, through, variables = "", "", {"PATH": "/usr/bin:/bin"}
    for number, part in enumerate(parts):
        if isinstance(part, str):
            plain, through = plain + part, through + part
        else:
            plain, through = plain + part[member], f"{through}${{HOLE_{number}}}"
            variables[f"HOLE_{number}"] = part[member]
    show = 'show() { printf "<%s>" "$@"; echo; }\n'
    runs = [
        subprocess.run([shell, "-c", show + one], capture_output=True, text=True, env=variables, check=False, timeout=20)
        for one in (plain, through)
    ]
    return [(run.returncode, run.stdout) for run in runs]


FITTING = [
    ["show build ", ("a", "b-c")],
    ["show", (" --info", ""), "\nshow x"],
    ["show ", ("clean build -x test", "build"), " z"],
    ['show "', ("a b", "c'd;e"), '" x'],
    ["X=", ("a", "b"), "\nshow $X"],
    ["show $(echo hi) ", ("a", "b")],
    ["show a # note\nshow ", ("x", "y")],
    ["if [ 1 = 1 ]; then show ", ("a", "b"), "; fi"],
    ["show 'it is' \"", ("a", "b"), '"'],
    ["show pre", ("a b", "c"), "post"],
    ["show a\\ b ", ("c", "d")],
]


@pytest.mark.parametrize("parts", FITTING)
def test_what_is_allowed_means_the_same_to_a_shell(parts):
    assert through_variables(parts)
    for shell in SHELLS:
        for member in range(2):
            written, through = said(shell, parts, member)
            assert written == through


@pytest.mark.parametrize(
    "parts",
    [
        ["show '", ("a", "b"), "'"],  # single quotes keep a variable's name
        ["X=", ("a b", "c")],  # an assignment splits no words
        ["show $", ("HOME", "PATH")],
        ["cat <<'END'\n", ("a", "b"), "\nEND"],
        ["show ", ("a;b", "c")],
        ["show ", ("*", "c")],
        ["show ", ("$HOME", "c")],
        ["show ", ("~", "c")],
        ["show x ", ("1", "2"), ">&1"],
        [("A", "B"), "=1 show"],
        [("if", "show"), " true"],
        ["show {", ("a,b", "c"), "}"],
        ['show "', ('a"b', "c"), '"'],
        ['show "', ("`id`", "c"), '"'],
        ["show \\", ("a", "b")],
        ["show $(echo '", ("a", "b"), "')"],
        ["case x in ", ("a", "x"), ") show y;; esac"],
        ["show $'", ("a", "b"), "'"],
        [("f", "g"), "() { show x; }"],
        ["show ~", ("root", "x")],
    ],
)
def test_what_could_mean_something_else_is_refused(parts):
    assert not through_variables(parts)


WORDS = st.sampled_from(
    ["a", "b c", "", "--x", "a/b:1", "a'b", 'a"b', "$x", "a;b", "x=y", "*", "if", "a\\b", "{a,b}", "#x", " lead", "trail "]
)
PLACES = st.sampled_from(
    ["show ", 'show "', "show '", "X=", "show x=", "show a#", "# ", "show $", "show \\", "show `echo ", "show a", "show {", "\n"]
)
AFTER = st.sampled_from(["", '"', "'", " z", "=1", ">&1", "}", "`", "\nshow end", "()", "\\\nshow", "#x", "~", "A=1 show", "fi"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(PLACES, st.tuples(WORDS, WORDS), AFTER)
def test_whatever_is_allowed_means_the_same_to_a_shell(before, words, after):
    parts = [before, words, after, "\nshow last"]
    assume(through_variables(parts))
    for member in range(2):
        written, through = said("bash", parts, member)
        assert written == through
