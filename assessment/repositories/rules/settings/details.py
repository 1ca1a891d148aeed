"""How a control that is there is set, beyond what its evidence says: severity, interval, query suite, where it runs."""

from collections.abc import Iterator

from assessment.repositories.rules.globs import compiled
from assessment.repositories.rules.schema_controls import ControlRule, DetailRule
from assessment.repositories.rules.settings.seen import Finding, Seen

_SEVERITY = {"moderate": "medium"}  # npm's word
_CVSS = ((9, "critical"), (7, "high"), (4, "medium"), (0, "low"))  # least score of each word, CVSS 3 specification, section 5


def added(finding: Finding, control: ControlRule, seen: Seen) -> Finding:
    """The finding of a control that is present, with the details that the rules know to look for."""
    rules = [rule for rule in seen.rules.details if rule.control == control.id] if finding.outcome == "present" else []
    if not rules:
        return finding
    said = sorted({rule.say for rule in rules if rule.say and next(_values(rule, seen), None) is not None})
    values = {_word(value, control) for rule in rules if not rule.say for value in _values(rule, seen)} - {""}
    words = ([values.pop() if len(values) == 1 else "mixed"] if values else []) + said
    return finding._replace(setting=", ".join(filter(None, [finding.setting, *words])))


def _values(rule: DetailRule, seen: Seen) -> Iterator[str]:
    """What the rule finds, once per text; '' for a rule that says its own word."""
    pattern = compiled("(?m)" + rule.text)
    for text in seen.of_kind(*rule.files):
        if any(map(seen.folded[text.path].__contains__, rule.words)) and (match := pattern.search(seen.code[text.path])):
            yield "" if rule.say else match["value"] or ""


def _word(value: str, control: ControlRule) -> str:
    """The strictest word of the control's order that the value names; the value itself where there is no order."""
    value = value.strip().casefold()
    if value.isdigit() and "critical" in control.ordinal:
        return next(word for least, word in _CVSS if int(value) >= least)
    named = [_SEVERITY.get(part, part) for part in value.replace(",", " ").split()]
    return next((word for word in control.ordinal if word in named), "") if control.ordinal else value
