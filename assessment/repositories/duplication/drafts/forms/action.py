"""A composite action drafted from copies, and the action that each repository keeps in its place: its own inputs, and one step.

Reads `action.yml` files; writes `actions/<name>/action.yml` and one caller a member, and reads both back.

Misleads: actions in JavaScript or in a container have no steps and are not drafted; comments are lost.
"""

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.github import actions, rebuild_action
from assessment.repositories.duplication.drafts.github.caller import pinned_like, with_versions
from assessment.repositories.duplication.drafts.github.settled import commented
from assessment.repositories.duplication.drafts.labels import label as step_label
from assessment.repositories.duplication.drafts.template import Parameter, Template
from assessment.repositories.duplication.drafts.values import Value

NAME = "composite action"
label = step_label


def parse(text: str) -> Value:
    """The action in normal form; DraftError naming what cannot be read."""
    return actions.action(yaml_text.read(text))


def write(template: Template, context: Context) -> Written:
    """The action and its callers; only `unfit` where members do not go together."""
    documents = [document for document in context.documents if isinstance(document, dict)]
    texts = [member.text for member in context.members]
    made = actions.shared(documents, [member.repository for member in context.members], texts, context.variants)
    keys = [member.key for member in context.members]
    if made.unfit:
        return Written({}, {}, unfit={keys[number]: why for number, why in made.unfit.items()})
    folder = f"actions/{context.name}"
    callers: dict[tuple[str, str], str] = {}
    for number, (key, text) in enumerate(zip(keys, texts, strict=True)):
        uses = f"{context.home}/{folder}@{pinned_like(text, context.ref)}"
        callers[key] = yaml_text.write(actions.caller(made, number, yaml_text.read(text), uses))
    shown = [*made.inputs.values(), *made.settled]
    return Written(
        files={f"{folder}/action.yml": with_versions(yaml_text.write(made.document), commented(texts))},
        callers=callers,
        changes={key: tuple(made.changes[number]) for number, key in enumerate(keys)},
        roles={one.name: one.role for one in shown},
        parameters=tuple(Parameter(one.name, one.type, one.values, one.where, one.name == "repository") for one in shown),
    )


def rebuild(written: Written, member: Member) -> Value:
    """What a member's action does, in normal form; DraftError where caller and shared action do not go together."""
    try:
        return rebuild_action.rebuilt(written.callers[member.key], written.files)
    except KeyError as error:
        raise DraftError(f"lacks {error}") from error
