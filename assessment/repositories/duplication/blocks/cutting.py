"""Which blocks does a plumbing file hold: jobs, steps, services, keys, resources, instructions?

Reads path, kind and text of a file; returns its blocks with the lines they stand on. What each kind of file is cut into stands in `PLANS`
for YAML and in `OTHERS` for the rest. A file that its parser refuses has no blocks: `UnreadableError`, for the caller to count.

Misleads: blocks end at line ends, so two on one line are the same block; what stands in no block (triggers, a Dockerfile of two
instructions) is seen by nobody here.
"""

import re
from collections.abc import Callable

import tree_sitter_containerfile
import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

from assessment.repositories.duplication.blocks.block import Block, UnreadableError
from assessment.repositories.duplication.blocks.braces import brace_blocks
from assessment.repositories.duplication.blocks.documents import Plan, document_blocks

_JOBS = {"jobs/*": "job", "jobs/*/steps/-": "step"}
_TASKS = ("jobs/-", "stages/-/jobs/-")
_STEPS = ("", "/strategy/runOnce/deploy", "/strategy/rolling/deploy", "/strategy/canary/deploy")
_KEYS = {"*": "key"}
_NO_JOBS = ("stages", "variables", "include", "default", "workflow", "image", "services", "cache", "before_script", "after_script", "spec")
PLANS = {
    "github-workflow": Plan.of(_JOBS),
    "github-action": Plan.of({"runs/steps/-": "step"}),
    "gitlab-ci": Plan.of({"*": "job"} | dict.fromkeys(_NO_JOBS, "")),
    "circleci": Plan.of(_JOBS | {"commands/*": "template", "commands/*/steps/-": "step"}),
    "azure-pipelines": Plan.of(
        {"steps/-": "step"} | dict.fromkeys(_TASKS, "job") | {f"{task}{inside}/steps/-": "step" for task in _TASKS for inside in _STEPS}
    ),
    "concourse": Plan.of({"jobs/-": "job", "jobs/-/plan/-": "step"}),
    "compose": Plan.of({"services/*": "service"}),
    "cloudformation": Plan.of({"Resources/*": "resource"}),
    "ansible": Plan.of(dict.fromkeys(("-", "-/tasks/-", "-/handlers/-", "-/pre_tasks/-", "-/post_tasks/-"), "step")),
    "kubernetes": Plan.of(_KEYS),
    "kustomize": Plan.of(_KEYS),
    "helm-chart": Plan.of(_KEYS),
}
_YAML = (".yml", ".yaml", ".json", ".template")
_HCL = (".tf", ".tofu", ".hcl")
# Go and Jinja templates: a line of its own becomes a comment, what stands inside a line a word; no line comes or goes
_CONTROL = re.compile(r"^[^\S\n]*(?:\{\{|\{%)[^\n]*[}%]\}[^\S\n]*$", re.MULTILINE)
_INLINE = re.compile(r"\{[{%][^\n{}]*\}\}?")
_HCL_GRAMMAR, _DOCKER_GRAMMAR = Language(tree_sitter_hcl.language()), Language(tree_sitter_containerfile.language())


def cut(path: str, kind: str, text: str, window: int) -> list[Block]:
    """Blocks of a file, the outer before the inner; none where files of this kind or ending hold none.

    UnreadableError where its parser refuses it. `window`: instructions of a Dockerfile that make one block.
    """
    ending = path[path.rfind(".") :].lower()
    if kind in PLANS:
        return _of_yaml(text, PLANS[kind]) if ending in _YAML else []
    if kind == "dockerfile":
        return _instructions(text, window)
    reader = OTHERS.get(kind)
    return reader(text) if reader and (kind != "terraform" or ending in _HCL) else []


def _of_yaml(text: str, plan: Plan) -> list[Block]:
    """Blocks of a YAML file; a template is read once more without what its engine would fill in."""
    try:
        return document_blocks(text, plan)
    except UnreadableError:
        if "{{" not in text and "{%" not in text:
            raise
    return document_blocks(_INLINE.sub("x", _CONTROL.sub("#", text)), plan)


def _parsed(text: str, grammar: Language) -> Node:
    root = Parser(grammar).parse(text.encode("utf-8", "surrogatepass")).root_node
    if root.has_error:
        raise UnreadableError
    return root


def _resources(text: str) -> list[Block]:
    """Blocks at the top of an HCL file, named by type and labels."""
    bodies = [node for node in _parsed(text, _HCL_GRAMMAR).children if node.type == "body"]
    blocks = [node for body in bodies for node in body.children if node.type == "block"]
    return [Block("resource", _head(node), node.start_point.row, node.end_point.row + 1) for node in blocks]


def _head(block: Node) -> str:
    words = [(child.text or b"").decode("utf-8", "replace") for child in block.children if child.type in ("identifier", "string_lit")]
    return " ".join(words)


def _instructions(text: str, window: int) -> list[Block]:
    """Every run of so many instructions inside one build stage; `order` counts on by one from run to run, and leaps between stages."""
    found: list[Block] = []
    stage: list[tuple[str, int, int]] = []
    order = 0
    for node in _parsed(text, _DOCKER_GRAMMAR).children:
        if not node.type.endswith("_instruction"):
            continue
        if node.type == "from_instruction":
            stage, order = [], order + 1
        end = node.end_point.row + bool(node.end_point.column)  # the next line's first column, where the line break is part of it
        stage.append((node.type.removesuffix("_instruction").upper(), node.start_point.row, end))
        if len(stage) >= window:
            run = stage[-window:]
            order += 1
            found.append(Block("instructions", ", ".join(name for name, _, _ in run), run[0][1], run[-1][2], order))
    return found


OTHERS: dict[str, Callable[[str], list[Block]]] = {"terraform": _resources, "jenkinsfile": brace_blocks, "jenkins-library": brace_blocks}
KINDS = frozenset((*PLANS, *OTHERS, "dockerfile"))
