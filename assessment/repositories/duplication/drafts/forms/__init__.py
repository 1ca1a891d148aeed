"""The forms a shared version is written in, one file a form; each reads, writes and reads back what it wrote."""

from typing import cast

from assessment.repositories.duplication.drafts.form import Form
from assessment.repositories.duplication.drafts.forms import action, github, jinja, terraform

FORMS = {"github-workflow": github, "github-action": action, "terraform": terraform}


def of(kind: str) -> Form:
    """The form for a kind of file; a plain template for kinds that have no form of their own."""
    return cast(Form, FORMS.get(kind, jinja))
