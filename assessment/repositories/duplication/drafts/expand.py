"""Which document does a template stand for, for one member? The exact inverse of `unify`."""

from assessment.repositories.duplication.drafts.template import Constant, Entry, Hole, Items, Map, Node, Template
from assessment.repositories.duplication.drafts.values import Missing, Value


def expand(template: Template, member: int) -> Value:
    """The document of a member, by its number from 0: expand(unify(values), i) == values[i]. KeyError for an unknown parameter or flag."""
    return _value(template.root, template, member)


def _value(node: Node, template: Template, member: int) -> Value:
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Hole):
        return _filled(node, template, member)
    if isinstance(node, Map):
        there = [entry for entry in node.entries if template.present(entry.flag, member)]
        return {_key(entry, template, member): _value(entry.node, template, member) for entry in there}
    if isinstance(node, Items):
        return [_value(item.node, template, member) for item in node.items if template.present(item.flag, member)]
    return "".join(part if isinstance(part, str) else str(_filled(part, template, member)) for part in node.parts)


def _filled(hole: Hole, template: Template, member: int) -> Value:
    value = template.value(hole.parameter, member)
    if isinstance(value, Missing):
        raise KeyError(f"{hole.parameter} has no value for member {member}")
    return value


def _key(entry: Entry, template: Template, member: int) -> str:
    return str(template.value(entry.renamed, member)) if entry.renamed else entry.key
