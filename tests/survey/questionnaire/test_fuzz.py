"""Files that somebody got wrong anywhere: problems are named, nothing crashes, and what is accepted can be kept, asked and exported."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import QuestionnaireError
from assessment.reporting.exports.questionnaires import ENGINES, parts, preview
from assessment.survey.questionnaire import examined, parse
from tests.questionnaires import ALL, GERMAN

JUNK: list[Any] = [
    None, True, 0, -1, 3, 2.5, float("nan"), float("inf"), "", " ", "x", "a", "Yes", "four", "A; B", "=1+1", "\n", "\x00", "é" * 500,
    [], [[]], ["a"], ["Yes"], {}, {"a": 1}, {"item": "a", "is": ["Yes"]}, {"item": "a", "at_least": 2}, {"kind": "text"}, {1: 2},
    {None: None},
]  # fmt: skip


def places(document: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a document."""
    inside = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in inside:
        yield (*path, key)
        yield from places(value, (*path, key))


def changed(document: Any, path: tuple[Any, ...], value: Any, *, remove: bool) -> Any:
    made = copy.deepcopy(document)
    place = made
    for step in path[:-1]:
        place = place[step]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = copy.deepcopy(value)
    return made


WRONG = st.tuples(st.sampled_from(JUNK), st.booleans())


@settings(deadline=None, max_examples=400)
@given(path=st.sampled_from(list(places(ALL))), wrong=WRONG)
def test_a_questionnaire_that_is_wrong_anywhere(path: tuple[Any, ...], wrong: tuple[Any, bool]) -> None:
    q, problems = examined(changed(ALL, path, wrong[0], remove=wrong[1]), "q.yaml")
    assert q or problems
    assert all(problem.where.startswith("q.yaml") and problem.what for problem in problems)
    if q and not problems:
        assert parse(json.loads(json.dumps(q.dump())), "copy") == q
        q.asked("Lead", {"a": "Yes", "h-ci": "5", "uses": "Vault"}, ("four",))
        form = parts.form(q, ("Red",), tuple(section.id for section in q.sections if section.optional))
        assert all(engine.text(form) for engine in ENGINES.values())
        assert list(preview.lines(form))


@settings(deadline=None, max_examples=400)
@given(path=st.sampled_from(list(places(GERMAN))), wrong=WRONG)
def test_a_translation_that_is_wrong_anywhere(path: tuple[Any, ...], wrong: tuple[Any, bool]) -> None:
    q, problems = examined(ALL, "q.yaml", {"q.de.yaml": changed(GERMAN, path, wrong[0], remove=wrong[1])})
    assert q
    assert all(problem.where.startswith("q.de.yaml") and problem.what for problem in problems)
    if not problems:
        form = parts.form(q, (), ("four",), next(iter(q.translations)))
        assert all(engine.text(form) for engine in ENGINES.values())
        assert parse(json.loads(json.dumps(q.dump())), "copy") == q


@settings(deadline=None)
@given(document=st.recursive(st.sampled_from(JUNK), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(list(ALL)), inner)))
def test_a_document_that_is_something_else(document: Any) -> None:
    q, problems = examined(document, "q.yaml", {"q.de.yaml": document})
    assert q is None
    assert problems
    with pytest.raises(QuestionnaireError) as caught:
        parse(document, "q.yaml")
    assert str(caught.value).startswith("q.yaml")
