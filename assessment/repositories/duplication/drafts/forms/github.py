"""A reusable workflow drafted from copies of a GitHub workflow, and the caller that each repository keeps.

Reads workflows; writes `.github/workflows/<name>.yml` with `on: workflow_call` and one caller a member, and reads both back.

Misleads: a called job shows under another name ("call / build"), which required status checks have to follow; comments in jobs are lost.
Source: GitHub's documentation on reusable workflows; the modules of `drafts/github` say which rule stands where.
"""

from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.github import caller, meaning, settled, shared
from assessment.repositories.duplication.drafts.github import rebuild as rebuilding
from assessment.repositories.duplication.drafts.github.inputs import Input
from assessment.repositories.duplication.drafts.labels import label as step_label
from assessment.repositories.duplication.drafts.template import Parameter, Template
from assessment.repositories.duplication.drafts.values import Value

NAME = "reusable workflow"
label = step_label


def parse(text: str) -> Value:
    """The workflow in normal form (see `meaning`); DraftError naming what cannot be read."""
    return meaning.meaning(yaml_text.read(text))


def write(template: Template, context: Context) -> Written:
    """The reusable workflow and its callers; only `unfit` where members do not go together."""
    documents = [document for document in context.documents if isinstance(document, dict)]
    repositories = [member.repository for member in context.members]
    texts = [member.text for member in context.members]
    made = shared.shared(documents, repositories, texts, context.variants)
    keys = [member.key for member in context.members]
    if made.unfit:
        return Written({}, {}, unfit={keys[number]: why for number, why in made.unfit.items()})
    path = f".github/workflows/{context.name}.yml"
    uses = [f"{context.home}/{path}@{caller.pinned_like(text, context.ref)}" for text in texts]
    shown = [*made.inputs.values(), *made.settled]
    return Written(
        files={path: caller.with_versions(yaml_text.write(made.document), settled.commented(texts))},
        callers={key: caller.caller(made, number, texts[number], uses[number]) for number, key in enumerate(keys)},
        changes={key: tuple(made.changes[number]) for number, key in enumerate(keys)},
        roles={one.name: one.role for one in shown},
        parameters=tuple(map(_parameter, shown)),
    )


def rebuild(written: Written, member: Member) -> Value:
    """The workflow that GitHub runs for a member's caller, in normal form; DraftError where caller and workflow do not go together."""
    return rebuilding.rebuilt(written.callers[member.key], written.files)


def _parameter(one: Input) -> Parameter:
    return Parameter(one.name, one.type, one.values, one.where, one.name == "repository")
