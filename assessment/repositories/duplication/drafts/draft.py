"""What would the shared version of this cluster look like, who could call it, and what would it save?

Reads the members of a cluster with their texts; returns a Draft. Nothing is stored, and nothing is ever written into a repository.

A draft is offered where enough members come back exactly from their callers, where at least half of an average member is the same in all
(else the cluster is split in two and the parts are tried), and where shared version and callers together are shorter than the copies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import forms, tables
from assessment.repositories.duplication.drafts.fitting import Attempt, fitted, lines, parsed
from assessment.repositories.duplication.drafts.form import Form, Key, Member
from assessment.repositories.duplication.drafts.guard import halves
from assessment.repositories.duplication.drafts.rules import DraftRules
from assessment.repositories.duplication.drafts.values import Change, Value

MANY = 0.5  # share of the members for which a form must do before a plainer one is tried
SPLITS = 2  # how often a cluster is split in two


@dataclass(frozen=True, slots=True)
class Draft:
    """A shared version for a cluster, whether it is worth having, and for whom.

    files: path -> text of the shared version · callers: (repository, path) -> text that replaces the member's file.
    parameters: parameter, type, role, where, values (as written, with counts) · fits: repository, team, path, fits (bool), why (where it
    does not), changes (what would change for it, separated by ·) · forgotten: repository, path, part, where: what all but this one have.
    lines: of the members that fit before, and of shared version and callers after · saved: their share, NaN where nothing fits ·
    constants: share of an average member that is the same in all · changed: what `changes` says, as places in the parsed file ·
    places: path of a caller's text, where that is not the path of the member's file.
    """

    kind: str
    form: str
    accepted: bool
    why: str
    files: Mapping[str, str]
    callers: Mapping[Key, str]
    parameters: pd.DataFrame
    fits: pd.DataFrame
    forgotten: pd.DataFrame
    lines_before: int
    lines_after: int
    saved: float
    constants: float
    changed: Mapping[Key, tuple[Change, ...]] = field(default_factory=dict)
    places: Mapping[Key, str] = field(default_factory=dict)


def draft(members: Sequence[Member], kind: str, rules: DraftRules) -> Draft:
    """The draft for members of one kind of file; not accepted, with the reason, where it would not do.

    Of the forms for the kind, the first that is accepted for half of the members or more; else the accepted one for most, else the first.
    """
    made: list[Draft] = []
    for form in forms.of(kind):
        made.append(_drafted(members, kind, form, rules))
        if made[-1].accepted and made[-1].fits["fits"].mean() >= MANY:
            return made[-1]
    return max(made, key=lambda one: one.fits["fits"].sum() if one.accepted else -1)


def _drafted(members: Sequence[Member], kind: str, form: Form, rules: DraftRules) -> Draft:
    known, documents, unread = parsed(members, form)
    attempts, why = _attempts(known, documents, form, rules, SPLITS)
    attempt = max(attempts, key=lambda one: (not _against(one, rules), one.before - one.after), default=None)
    if attempt is None:
        return _none(members, kind, form, unread, why)
    against = _against(attempt, rules)
    left = {member.key: "is in the other part of the cluster" for member in members if member not in attempt.members}
    unfit = left | attempt.unfit | unread
    saved = 1 - attempt.after / attempt.before if attempt.before else float("nan")
    return Draft(
        kind=kind,
        form=form.NAME,
        accepted=not against,
        why=against,
        files=attempt.written.files,
        callers=attempt.written.callers,
        parameters=tables.parameters(attempt),
        fits=tables.fits(members, unfit, tables.changes(attempt)),
        forgotten=tables.forgotten(attempt, rules),
        lines_before=attempt.before,
        lines_after=attempt.after,
        saved=saved,
        constants=attempt.constants,
        changed=attempt.written.changes,
        places=attempt.written.places,
    )


def _attempts(
    members: Sequence[Member], documents: Sequence[Value], form: Form, rules: DraftRules, splits: int
) -> tuple[list[Attempt], str]:
    """What can be tried: the members as a whole, and where that is too general or does not go together, in two parts."""
    why, found = "", list[Attempt]()
    if len(members) < rules.members:
        return [], f"has fewer than {rules.members} members that can be read"
    try:
        found = [fitted(members, documents, form, rules)]
        if found[0].constants >= rules.constants:
            return found, ""
    except DraftError as error:
        why = str(error)
    for group in halves(documents) if splits and len(members) > rules.members else ():
        inner, _ = _attempts([members[place] for place in group], [documents[place] for place in group], form, rules, splits - 1)
        found += inner
    return found, why


def _against(attempt: Attempt, rules: DraftRules) -> str:
    """Why a draft is not worth having; ''."""
    if attempt.constants < rules.constants:
        return f"is too general: only {attempt.constants:.0%} of an average member is the same in all"
    if attempt.after >= attempt.before:
        return f"would get longer: {attempt.after} lines with the callers instead of {attempt.before}"
    return ""


def _none(members: Sequence[Member], kind: str, form: Form, unread: Mapping[Key, str], why: str) -> Draft:
    unfit = {member.key: why for member in members} | dict(unread)
    nothing = {name: pd.DataFrame(columns=columns) for name, columns in tables.COLUMNS.items()}
    before = sum(lines(member.text) for member in members)
    fits = tables.fits(members, unfit, {})
    return Draft(
        kind, form.NAME, False, why, {}, {}, nothing["parameters"], fits, nothing["forgotten"], before, before, float("nan"), float("nan")
    )
