"""What may a caller hand to a reusable workflow? Values that mean in the caller what they meant in the member's own job.

Source: GitHub's documentation, "Contexts reference", table of context availability: `jobs.<job_id>.with` reads github, needs, strategy,
matrix, inputs and vars; a caller's job has no needs and no matrix here.
"""

from collections.abc import Sequence

from assessment.repositories.duplication.drafts.github import expressions, text
from assessment.repositories.duplication.drafts.github.expressions import Expression
from assessment.repositories.duplication.drafts.values import Maybe, Missing, Value, walk

_CONTEXTS = frozenset({"github", "inputs", "vars"})
_FUNCTIONS = frozenset({"contains()", "startsWith()", "endsWith()", "format()", "join()", "toJSON()", "fromJSON()"})
# what belongs to the job or step that runs, not to the event that started it
_LOCAL = frozenset(
    {"token", "job", "action", "action_path", "action_ref", "action_repository", "action_status", "workspace", "env", "path"}
)
AUTOMATIC = "GITHUB_TOKEN"  # every job has it, it is never passed


def passable(value: Maybe) -> bool:
    """Whether a caller can state this value under `with`."""
    if isinstance(value, Missing):
        return True
    if isinstance(value, dict | list):
        return not any(isinstance(item, str) and "${{" in item for _, item in walk(value))
    if not isinstance(value, str) or "${{" not in value:
        return True
    return all(_readable(piece) for piece in text.pieces(value))


def _readable(piece: text.Piece) -> bool:
    if isinstance(piece, str):
        return "${{" not in piece
    names = expressions.contexts(piece)
    local = any(expressions.key_of(part, "github") in _LOCAL for part in text.parts_of(piece))
    return names <= _CONTEXTS | _FUNCTIONS and not local and piece != Expression("name", "github")


def secret(value: Maybe) -> str | None:
    """NAME where a value is `${{ secrets.NAME }}` and nothing else, and the secret is one that can be passed."""
    if isinstance(value, Missing) or (expression := text.whole(value)) is None:
        return None
    name = expressions.key_of(expression, "secrets")
    return name if name is not None and name.upper() != AUTOMATIC else None


def all_secrets(values: Sequence[Maybe]) -> bool:
    """Whether all values are one secret each."""
    return all(isinstance(value, Missing) or secret(value) is not None for value in values)


def takes_any_secret(value: Value) -> bool:
    """Whether a workflow reads its secrets as a whole, or one whose name it works out: no list of them can be passed."""
    for expression in text.expressions_in(value):
        whole = {id(part.parts[0]) for part in text.parts_of(expression) if expressions.key_of(part, "secrets") is not None}
        if any(part == Expression("name", "secrets") and id(part) not in whole for part in text.parts_of(expression)):
            return True
    return False
