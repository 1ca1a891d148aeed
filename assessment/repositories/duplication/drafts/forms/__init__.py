"""The forms a shared version is written in, one file a form; each reads, writes and reads back what it wrote."""

from typing import cast

from assessment.repositories.duplication.drafts.form import Form
from assessment.repositories.duplication.drafts.forms import action, dockerfile, github, gitlab, jinja, terraform

# kind -> forms, the best first: what the tool itself can call, then a template that anything can be rendered from
FORMS = {
    "github-workflow": (github,),
    "github-action": (action,),
    "terraform": (terraform, jinja),
    "dockerfile": (dockerfile, jinja),
    "gitlab-ci": (gitlab, jinja),
}


def of(kind: str) -> tuple[Form, ...]:
    """The forms for a kind of file, the best first; a plain template for kinds that have no form of their own."""
    return cast(tuple[Form, ...], FORMS.get(kind, (jinja,)))


def named(name: str) -> Form:
    """The form of a name; KeyError for an unknown one."""
    return {form.NAME: form for form in cast(tuple[Form, ...], (github, action, terraform, dockerfile, gitlab, jinja))}[name]
