"""How does an attribute of a shared block read in the module, and for whom does it not?

Reads the expressions of one attribute for each member; returns one expression with inputs. Places that take no expression are unified
where only a version differs; else those who are fewer cannot call the module.

Source: Terraform language: meta-arguments and module sources are read before any expression is; null is an argument that is not given.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from assessment.repositories.duplication.drafts.hcl.align import Aligned
from assessment.repositories.duplication.drafts.hcl.general import NULL, Trees, general, vector
from assessment.repositories.duplication.drafts.hcl.read import expression
from assessment.repositories.duplication.drafts.hcl.references import OWN, Reference, address, path, references, renamed, replaced
from assessment.repositories.duplication.drafts.hcl.shared import SINGLE, Sharing
from assessment.repositories.duplication.drafts.hcl.tree import Tree, walk, written
from assessment.repositories.duplication.drafts.values import Change

STATIC = {
    "module": {"source", "version", "providers", "depends_on"},
    "resource": {"provider", "depends_on"},
    "data": {"provider", "depends_on"},
}
_REF = re.compile(r'[?&]ref=([^"&]+)')
_NUMBERS = re.compile(r'"?(?:[~<>=! ]*)v?(\d+(?:\.\d+)*)"?')


@dataclass(slots=True)
class Making:
    """A module being made. unfit: member -> the first thing that keeps it from calling the module · blocks: of the file -> members for whom
    the block does not do · drift: member -> what is unified."""

    sharing: Sharing
    unfit: dict[int, str] = field(default_factory=dict)
    blocks: dict[int, set[int]] = field(default_factory=dict)
    drift: dict[int, list[Change]] = field(default_factory=dict)

    def against(self, members: set[int], why: str, block: int = -1) -> None:
        """Notes that these members cannot call the module, because of which of its blocks."""
        for member in sorted(members):
            self.unfit.setdefault(member, why)
        self.blocks.setdefault(block, set()).update(members)


@dataclass(frozen=True, slots=True)
class Site:
    """Where an attribute stands. top, number: type of the block at the top, its number among the shared · bound: names that mean something
    only there."""

    making: Making
    block: Aligned
    where: str
    top: str
    number: int
    bound: frozenset[str] = frozenset()

    def hidden(self, found: Reference) -> bool:
        """Whether a reference means nothing where the module is called."""
        return address(found) in self.making.sharing.inside or found[0] in OWN or found[0] in self.bound

    def legal(self, tree: Tree) -> bool:
        """Whether a caller can give an expression."""
        return not any(map(self.hidden, references(tree))) and not any(
            part.kind == "path" and part.text in self.bound for part in walk(tree)
        )

    def against(self, members: set[int], why: str) -> None:
        """Notes that these members cannot call the module, and that it is because of this block."""
        self.making.against(members, f"{self.where}: {why}", self.number)

    def trees(self, name: str) -> dict[int, Tree]:
        """The expressions of an attribute, in the names of the module."""
        given = {member: own["attributes"][name] for member, own in self.block.blocks.items() if name in own["attributes"]}
        return {member: renamed(expression(text), self.making.sharing.renames[member]) for member, text in given.items()}


def attribute(site: Site, name: str) -> Tree | None:
    """An attribute as it reads in the module; None where the module does not have it."""
    trees = site.trees(name)
    absent = set(site.block.blocks) - set(trees)
    static = site.block.type == "lifecycle" or (site.block.type == site.top and name in STATIC.get(site.top, ()))
    if static:
        return _static(site, name, trees, absent)
    if absent and (site.top == "module" or name in SINGLE):
        return _settled(site, name, trees, absent)
    members = site.making.sharing.members
    if none := {member for member, tree in trees.items() if tree == NULL and (absent or len(set(trees.values())) > 1)}:
        site.against(none, f"'{name}' is null, which no input can tell from nothing")
        trees = {member: tree for member, tree in trees.items() if member not in none}
        if not trees:
            return None
    found, cannot = general({**trees, **dict.fromkeys(absent, NULL)}, members, site.legal)
    if cannot and absent:
        inside, fewer = general(trees, members, site.legal)
        if len(fewer) < len(cannot):
            there = {member: Tree("leaf", "true" if member in trees else "false") for member in site.block.blocks}
            found, cannot = Tree("conditional", "", (vector(there, members), inside, NULL)), fewer
    site.against(cannot, f"'{name}' refers to other parts of the file than elsewhere")
    return given(site, found)


def given(site: Site, tree: Tree) -> Tree:
    """An expression in which what stands in other files of the folder is an input of the module."""

    def new(found: Reference) -> tuple[int, Tree] | None:
        if site.hidden(found) or found[0] == "terraform" or (found[0] == "path" and found != ("path", "module")) or len(found) == 1:
            return None
        whole = address(found) if found[0] in ("var", "local") else found
        value = path(whole)
        return len(whole), vector(dict.fromkeys(site.block.blocks, value), site.making.sharing.members)

    return replaced(tree, new)


def _settled(site: Site, name: str, trees: Trees, absent: set[int]) -> Tree | None:
    """An argument that only some give, where giving null is not the same as giving nothing."""
    if len(trees) <= len(absent):
        site.against(set(trees), f"only few give '{name}', which no input can leave out")
        return None
    site.against(absent, f"'{name}' is not given, and no input can leave it out")
    found, cannot = general(trees, site.making.sharing.members, site.legal)
    site.against(cannot, f"'{name}' refers to other parts of the file than elsewhere")
    return given(site, found)


def _static(site: Site, name: str, trees: Trees, absent: set[int]) -> Tree | None:
    texts = {member: written(tree) for member, tree in trees.items()}
    if len(set(texts.values())) > 1 and name in ("source", "version") and (kept := _newest(texts)):
        for member, text in texts.items():
            if text != kept:
                place = (*site.block.paths[member], "attributes", name)
                change = Change(place, text, kept, f"{site.where}: {name} {_short(text)} -> {_short(kept)}")
                site.making.drift.setdefault(member, []).append(change)
        texts = dict.fromkeys(texts, kept)
    groups = Counter([*texts.values(), *[""] * len(absent)])
    common = max(groups, key=lambda text: groups[text])
    others = {member for member in site.block.blocks if texts.get(member, "") != common}
    site.against(others, f"'{name}' takes no expression, and most others have {_short(common) or 'none'}")
    return expression(common) if common else None


def _newest(texts: Mapping[int, str]) -> str:
    """The newest of texts that differ in nothing but a version; the commonest where a version is no number; '' where more differs."""
    found = [(*_parted(text), text) for text in texts.values()]
    if len({base for base, _, _ in found}) > 1 or not all(base or _NUMBERS.fullmatch(text) for base, text, _ in found):
        return ""
    numbers = [_NUMBERS.fullmatch(version) for _, version, _ in found]
    if all(numbers):
        order = [tuple(int(part) for part in match[1].split(".")) for match in numbers if match]
        return found[max(range(len(found)), key=lambda place: order[place])][2]
    return Counter(texts.values()).most_common(1)[0][0]


def _short(text: str) -> str:
    """What differs between versions: the part behind `ref=`, or all."""
    base, version = _parted(text)
    return version if base else text.strip('"')


def _parted(text: str) -> tuple[str, str]:
    """What stands around a version behind `ref=`, and the version; '' and the text where there is none."""
    match = _REF.search(text)
    return (text[: match.start(1)] + text[match.end(1) :], match[1]) if match else ("", text)


def below(site: Site, block: Aligned) -> Site:
    """Where the attributes of an inner block stand."""
    names: set[str] = set()
    if site.block.type == "dynamic":
        names = {own["attributes"].get("iterator", own["labels"][0]) for own in site.block.blocks.values()}
    return replace(site, block=block, where=f"{site.where}.{block.type}", bound=site.bound | names)
