"""What does a workflow mean to GitHub, apart from how it is written? One way to write what can be written in several.

Reads a parsed workflow; returns one in which two workflows that GitHub runs alike are equal: a single `needs` is a list, lists of jobs are
sorted, the workflow's permissions stand in the jobs that have none of their own, values of `env` and `with` are text, `if` has no braces,
what equals GitHub's default is left out. What only the caller can say (name, on, run-name, concurrency) stays as it is.

Source: GitHub's documentation, "Workflow syntax for GitHub Actions", for the defaults and for where permissions are inherited.
Misleads: a script without its last line break, or without spaces at the ends of its lines, counts as the same script.
"""

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.values import Value

HEAD = ("name", "run-name", "on", "concurrency")  # what a caller says itself
TEXTS = frozenset({"env", "with", "outputs", "secrets"})
JOB_DEFAULTS: dict[str, Value] = {"timeout-minutes": 360, "continue-on-error": False}
STEP_DEFAULTS: dict[str, Value] = {"timeout-minutes": 360, "continue-on-error": False}


def meaning(document: Value, *, decide: bool = True) -> dict[str, Value]:
    """The workflow in normal form; DraftError where it is none. decide: conditions without what is known."""
    if not isinstance(document, dict) or not isinstance(document.get("jobs"), dict) or not document["jobs"]:
        raise DraftError("is no workflow: it has no jobs")
    found = {key: value for key, value in document.items() if key not in ("jobs", "permissions")}
    if isinstance(env := found.pop("env", None), dict) and env:
        found["env"] = texts(env)
    if (defaults := found.pop("defaults", None)) is not None:
        found["defaults"] = normal(defaults)
    given = _permissions(document["permissions"]) if "permissions" in document else None
    found["jobs"] = {name: _job(name, job, given, decide) for name, job in _mapping(document["jobs"], "jobs").items()}
    return found


def body(document: dict[str, Value]) -> dict[str, Value]:
    """What a caller does not say itself."""
    return {key: value for key, value in document.items() if key not in HEAD}


def _mapping(value: Value, what: str) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise DraftError(f"is no workflow: {what} is no mapping")
    return value


def _job(name: str, value: Value, given: Value, decide: bool) -> Value:
    job = _mapping(value, f"job {name}")
    found = _plain(job, JOB_DEFAULTS, decide)
    if "permissions" in job or given is not None:
        found["permissions"] = _permissions(job["permissions"]) if "permissions" in job else given
    if "needs" in job:
        needs = found.pop("needs")
        names: list[Value] = [*sorted(map(str, needs if isinstance(needs, list) else [needs]))]
        found |= {"needs": names} if names else {}
    runs = job.get("runs-on")
    if isinstance(runs, list) and len(runs) == 1 and isinstance(runs[0], str):
        found["runs-on"] = text.normal(runs[0])
    strategy = found.get("strategy")
    if isinstance(strategy, dict) and strategy.get("fail-fast") is True:
        found["strategy"] = {key: item for key, item in strategy.items() if key != "fail-fast"}
    for key, main in (("environment", "name"), ("container", "image")):
        given_here = found.get(key)
        if isinstance(given_here, dict) and given_here.keys() == {main}:
            found[key] = given_here[main]
    if isinstance(job.get("steps"), list):
        found["steps"] = steps(job["steps"], decide=decide)
    return found


def steps(value: Value, *, decide: bool = True) -> list[Value]:
    """The steps of a job or action in normal form."""
    return [_step(step, decide) for step in value] if isinstance(value, list) else []


def _step(value: Value, decide: bool) -> Value:
    step = _plain(_mapping(value, "a step"), STEP_DEFAULTS, decide)
    if "run" in step and not isinstance(said := step["run"], dict | list):
        step["run"] = script(expressions.shown(said))
    return step


def script(text: str) -> str:
    """A script without its last line breaks, and without spaces at the ends of its lines where they surely mean nothing."""
    lines = text.rstrip("\n").split("\n")
    quoted = any(line.count(quote) % 2 for line in lines for quote in "'\"`") or "<<" in text
    return "\n".join(lines if quoted else [line if line.rstrip().endswith("\\") else line.rstrip() for line in lines])


def _plain(value: dict[str, Value], defaults: dict[str, Value], decide: bool) -> dict[str, Value]:
    """A job or a step without defaults, its texts as texts and its condition bare."""
    found: dict[str, Value] = {}
    for key, item in value.items():
        if key in defaults and item == defaults[key] and type(item) is type(defaults[key]):
            continue
        if key == "if":
            said = text.condition(item, decide=decide)
            found |= {} if said in ("true", "success()") else {"if": said}
        elif key in TEXTS and isinstance(item, dict):
            typed = (
                key == "with"
                and "uses" in value
                and "steps" not in value
                and "runs-on" not in value
                and ".github/workflows/" in str(value["uses"])
            )
            found |= {key: normal(item) if typed else texts(item)} if item else {}
        elif not (key in TEXTS and item is None):
            found[key] = normal(item)
    return found


def texts(value: Value) -> Value:
    """A mapping with all of its scalars as text."""
    return {key: text.scalar_text(item) for key, item in value.items()} if isinstance(value, dict) else normal(value)


def normal(value: Value, key: str = "") -> Value:
    """A value with every expression written in one way, and the variables of containers as text."""
    if isinstance(value, dict):
        return {name: texts(item) if name == "env" and isinstance(item, dict) else normal(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [normal(item) for item in value]
    return text.normal(value) if isinstance(value, str) else value


def _permissions(value: Value) -> Value:
    """What a token may do: scopes without those that may do nothing; read-all and write-all as they are."""
    if not isinstance(value, dict):
        return value if isinstance(value, str) else {}
    return {scope: level for scope, level in sorted(value.items()) if level != "none"}
