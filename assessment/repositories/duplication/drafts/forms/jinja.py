"""A template drafted from copies of any text, with the values of each repository.

Reads files of any kind; the template is a Jinja one with defaults beside it, and a caller is a file of values that differ from them.

Misleads: what a repository keeps is the values; something has to render the template for it whenever either changes.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts import yaml_text
from assessment.repositories.duplication.drafts.form import Context, Member, Written
from assessment.repositories.duplication.drafts.jinja import json_template, texts, yaml_template
from assessment.repositories.duplication.drafts.jinja.environment import head, identifiers, rendered, signs_for
from assessment.repositories.duplication.drafts.jinja.holes import Writer
from assessment.repositories.duplication.drafts.jinja.lines_template import Layout, Lines
from assessment.repositories.duplication.drafts.labels import label as default_label
from assessment.repositories.duplication.drafts.template import Constant, Map, Node, Template
from assessment.repositories.duplication.drafts.values import Maybe, Missing, Value, frozen, same, walk

NAME = "template"
DOCUMENTS = "several documents of yaml"
DOCUMENT = ("json", "yaml", DOCUMENTS)
_SETS = re.compile(r"\s*((?:[\w.@-]+\s+)?[\w.@\"'-]+)\s*[:?+]?[=:](?![=:/])")  # the name in front of `=` or `:`


def label(item: Value) -> str:
    """What an item is called: a line by what it sets, or by all it says; lines kept together by their first."""
    line = item.get("line", item.get("head", item.get("raw"))) if isinstance(item, dict) else None
    if not isinstance(line, str):
        return default_label(item)
    return found[1] if (found := _SETS.match(line)) else line.strip()


def parse(text: str) -> Value:
    """The meaning of a text: documents of JSON or YAML, or lines; DraftError where it is too long."""
    return cast(Value, texts.parse(text))


def write(template: Template, context: Context) -> Written:
    """Template, defaults, and the values of each member; members of another format than most do not fit."""
    formats = [_format(cast(Mapping[str, Value], document)) for document in context.documents]
    common = Counter(formats).most_common(1)[0][0]
    keys = [member.key for member in context.members]
    if unfit := {key: f"is read as {own}, most others as {common}" for key, own in zip(keys, formats, strict=True) if own != common}:
        return Written(files={}, callers={}, unfit=unfit)
    file = Counter(member.path.rsplit("/", 1)[-1] for member in context.members).most_common(1)[0][0]
    names = identifiers([*(one.name for one in template.parameters), *(flag.name for flag in template.flags)])
    writer = Writer(template, signs_for("\n".join(_texts(context))), names)
    values = {names[name]: own for name, own in _values(template, common).items()}
    defaults = {name: common_value for name, own in values.items() for common_value in _default(own)}
    folder = f"templates/{context.name}"
    files = {
        f"{folder}/{file}.j2": head(writer.signs) + _body(template.root, common, writer, context),
        f"{folder}/defaults.yaml": yaml_text.write(dict(defaults)),
    }
    return Written(
        files=files,
        callers={key: yaml_text.write(_given(values, defaults, member)) for member, key in enumerate(keys)},
        places={key: f"{key[1]}.values.yaml" for key in keys},
        roles={**{one.name: "input" for one in template.parameters}, **{flag.name: "flag" for flag in template.flags}},
    )


def _format(document: Mapping[str, Value]) -> str:
    return DOCUMENTS if "documents" in document else str(document["format"])


def _texts(context: Context) -> Iterator[str]:
    """Every text in the members' documents, keys too."""
    for document in context.documents:
        for path, value in walk(document):
            yield from (part for part in (*path[-1:], value) if isinstance(part, str))


def _body(root: Node, common: str, writer: Writer, context: Context) -> str:
    if common == "json":
        return json_template.document(_field(root, "document"), writer)
    if common == "yaml":
        return yaml_template.document(_field(root, "document"), writer)
    if common == DOCUMENTS:
        return yaml_template.documents(_field(root, "documents"), writer)
    layout = Layout() if common == "terraform" else Layout.of(member.text for member in context.members)
    return Lines(writer, layout, common != "indented lines", common == "terraform").text(_field(root, "lines"))


def _field(node: Node, key: str) -> Node:
    """What stands under a key at the top."""
    if isinstance(node, Map):
        return next(entry.node for entry in node.entries if entry.key == key)
    return Constant(cast(dict[str, Value], node.value)[key]) if isinstance(node, Constant) else node


def _values(template: Template, common: str) -> dict[str, tuple[Maybe, ...]]:
    """Parameter or flag -> its value for each member; lines kept together as plain lines."""
    found: dict[str, tuple[Maybe, ...]] = {flag.name: flag.present for flag in template.flags}
    for one in template.parameters:
        whole = common in DOCUMENT or all(isinstance(value, str | Missing) for value in one.values)
        found[one.name] = (
            one.values if whole else tuple(value if isinstance(value, Missing) else list(texts.flat(value)) for value in one.values)
        )
    return found


def _default(values: Sequence[Maybe]) -> list[Value]:
    """The commonest value, if several have it; none otherwise."""
    there = [value for value in values if not isinstance(value, Missing)]
    key, times = Counter(map(frozen, there)).most_common(1)[0]
    return [next(value for value in there if frozen(value) == key)] if times > 1 else []


def _given(values: Mapping[str, tuple[Maybe, ...]], defaults: Mapping[str, Value], member: int) -> dict[str, Value]:
    """What a member gives: its values that are not the defaults."""
    own = {name: value for name, every in values.items() if not isinstance(value := every[member], Missing)}
    return {name: value for name, value in own.items() if name not in defaults or not same(value, defaults[name])}


def rebuild(written: Written, member: Member) -> Value:
    """The meaning of the template rendered with the defaults and a member's values; DraftError where that cannot be."""
    template = next(text for path, text in written.files.items() if path.endswith(".j2"))
    defaults = next(text for path, text in written.files.items() if path.endswith("/defaults.yaml"))
    found: dict[str, Value] = {}
    for text in (defaults, written.callers[member.key]):
        values = yaml_text.read(text)
        if not isinstance(values, dict):
            raise DraftError("values are no mapping", expected="name: value")
        found |= values
    return parse(rendered(template, found))
