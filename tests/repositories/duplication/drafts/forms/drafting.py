"""Hand-made clusters drafted in one form, as draft.py does it, without its judgement."""

from collections.abc import Mapping
from types import ModuleType

from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.unify import unify
from assessment.repositories.duplication.drafts.values import changed, same


def members(texts: Mapping[str, str], path: str) -> tuple[Member, ...]:
    """One file a repository."""
    return tuple(Member(repository, "", path, text) for repository, text in texts.items())


def written(form: ModuleType, texts: Mapping[str, str], path: str, name: str = "shared") -> Written:
    """The shared version of texts by repository."""
    own = members(texts, path)
    documents = tuple(form.parse(member.text) for member in own)
    template = unify(documents, own=[member.repository for member in own], label=form.label)
    return form.write(template, Context(own, documents, name, "organisation/platform", "v1"))


def rebuilt(form: ModuleType, texts: Mapping[str, str], path: str, found: Written) -> list[str]:
    """The repositories whose file comes back from the written text, up to the changes that are listed."""
    return [
        member.repository
        for member in members(texts, path)
        if member.key in found.callers
        and same(form.rebuild(found, member), changed(form.parse(member.text), found.changes.get(member.key, ())))
    ]
