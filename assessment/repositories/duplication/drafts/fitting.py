"""Who of a cluster goes together in one shared version, and does it come back exactly?

A form writes the shared version; members that it cannot serve are left out, and the rest is tried again. What is written is then read
back: caller and shared version must say what the member said, up to the changes that the form listed for it, or the member does not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.form import Context, Form, Key, Member, Written
from assessment.repositories.duplication.drafts.guard import LEAST, constants, outlier
from assessment.repositories.duplication.drafts.naming import called
from assessment.repositories.duplication.drafts.rules import DraftRules
from assessment.repositories.duplication.drafts.template import Parameter, Template
from assessment.repositories.duplication.drafts.unify import unify
from assessment.repositories.duplication.drafts.values import Value, changed, same

GIVEN = ("input", "flag", "shell text", "passed through")  # roles that callers have to state


@dataclass(frozen=True, slots=True)
class Attempt:
    """A shared version for some of the members: those that fit, their documents, and why the others do not.

    template: of the documents as they are · constants: share of an average member, after the listed changes, that is the same in all.
    """

    members: tuple[Member, ...]
    documents: tuple[Value, ...]
    template: Template
    written: Written
    constants: float
    unfit: dict[Key, str]

    @property
    def before(self) -> int:
        """Lines of the members that fit."""
        return sum(lines(member.text) for member in self.members)

    @property
    def after(self) -> int:
        """Lines of the shared version and its callers."""
        return sum(map(lines, [*self.written.files.values(), *self.written.callers.values()]))

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What differs, as the form cuts it."""
        if self.written.parameters is not None:
            return self.written.parameters
        flags = [Parameter(flag.name, "boolean", tuple(flag.present), flag.where) for flag in self.template.flags]
        return (*self.template.parameters, *flags)


def lines(text: str) -> int:
    """Lines that say something: no blank ones, no comments."""
    stripped = (line.strip() for line in text.splitlines())
    return sum(bool(line) and not line.startswith(("#", "//")) for line in stripped)


def parsed(members: Sequence[Member], form: Form) -> tuple[list[Member], list[Value], dict[Key, str]]:
    """Members that can be read, their documents, and why the others cannot."""
    kept: list[Member] = []
    documents: list[Value] = []
    unfit: dict[Key, str] = {}
    for member in members:
        try:
            documents.append(form.parse(member.text))
            kept.append(member)
        except DraftError as error:
            unfit[member.key] = f"cannot be read: {error}"
    return kept, documents, unfit


def fitted(members: Sequence[Member], documents: Sequence[Value], form: Form, rules: DraftRules) -> Attempt:
    """The shared version of as many members as go together; DraftError where fewer than `rules.members` do."""
    kept, unfit = list(range(len(members))), dict[Key, str]()
    while True:
        if len(kept) < rules.members:
            raise DraftError(f"fewer than {rules.members} go together: " + "; ".join(sorted(set(unfit.values()))))
        chosen = tuple(members[place] for place in kept)
        attempt = _attempt(chosen, tuple(documents[place] for place in kept), form, rules)
        out = {**attempt.unfit, **_odd(attempt, rules)}
        unfit |= out
        if not out:
            return Attempt(attempt.members, attempt.documents, attempt.template, attempt.written, attempt.constants, unfit)
        kept = [place for place in kept if members[place].key not in out]


def _attempt(members: tuple[Member, ...], documents: tuple[Value, ...], form: Form, rules: DraftRules) -> Attempt:
    """One try; `unfit` are those of these members that do not fit."""
    own = [member.repository for member in members]
    template = unify(documents, own=own, label=form.label)
    context = Context(members, documents, called(members), rules.home, rules.ref, rules.variants)
    written = form.write(template, context)
    unfit = dict(written.unfit)
    if not unfit:
        checks = {member.key: _check(member, document, form, written) for member, document in zip(members, documents, strict=True)}
        unfit = {key: why for key, why in checks.items() if why}
    if unfit:
        return Attempt(members, documents, template, written, 0.0, unfit)
    after = [changed(document, written.changes.get(member.key, ())) for member, document in zip(members, documents, strict=True)]
    settled = unify(after, own=own, label=form.label) if any(written.changes.values()) else template
    return Attempt(members, documents, template, written, constants(settled, after), {})


def _check(member: Member, document: Value, form: Form, written: Written) -> str:
    """Why a member does not come back from the written text; '' where it does, exactly."""
    try:
        found = form.rebuild(written, member)
        expected = changed(document, written.changes.get(member.key, ()))
    except (DraftError, ValueError) as error:
        return f"does not come back from its caller: {error}"
    return "" if same(found, expected) else "does not come back from its caller exactly"


def _odd(attempt: Attempt, rules: DraftRules) -> dict[Key, str]:
    """The one member that alone makes most parameters necessary, and why it is left out."""
    count = len(attempt.members)
    if attempt.unfit or count <= rules.members:
        return {}
    given = [one for one in attempt.parameters if attempt.written.roles.get(one.name, "input") in GIVEN]
    found = outlier(given)
    if found is None or found[1] < max(LEAST, rules.outlier * len(given)):
        return {}
    return {attempt.members[found[0]].key: f"alone makes {found[1]} of {len(given)} parameters necessary"}
