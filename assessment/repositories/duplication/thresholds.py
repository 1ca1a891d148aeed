"""When are two files copies, a file a mere call, an edit a campaign? The numbers, as `data/rules/duplication.yaml` states them.

Reads nothing: the rim loads the YAML and hands the document over. Every number has its reason beside it in that file.
"""

from typing import Annotated, Literal

from pydantic import Field, ValidationError

from assessment.errors import RulesError
from assessment.model import Strict, Workflow
from assessment.repositories.duplication.blocks.rules import BlockRules
from assessment.repositories.duplication.campaigns.rules import CampaignRules
from assessment.repositories.duplication.copies.fingerprints import Template
from assessment.repositories.duplication.drafts.rules import DraftRules

Style = Literal["slashes", "hash and slashes", "markup", "semicolon", "none", "hash"]
Share = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=1)]
Words = tuple[Annotated[str, Field(min_length=1)], ...]


class Programs(Strict):
    """Kinds whose lines are instructions: how alike two files of such a kind must be."""

    kinds: Words = ()
    alike: Share


class Similar(Strict):
    """When two files are near-identical."""

    left_out: Words = ()
    boilerplate: Words = ()
    declared: Words = ()
    generated: Words = ()
    least_lines: Count
    in_order: Share
    weight: Annotated[float, Field(ge=0)]
    alike: Share
    programs: Programs

    def least(self, kind: str) -> float:
        """How alike two files of this kind must be."""
        return self.programs.alike if kind in self.programs.kinds else self.alike

    @property
    def overlap(self) -> float:
        """Least Jaccard of the line multisets of two files that can share `in_order` of their lines."""
        return self.in_order / (2 - self.in_order)


class Bands(Strict):
    """How pairs are looked for on several machines: by bands of hashes, in buckets and in what hangs together."""

    bands: Count
    rows: Count
    bucket: Annotated[int, Field(ge=2)]
    whole: Count
    steps: tuple[Share, ...] = ()


class Grouping(Strict):
    """How near-identical pairs become clusters, and when a member is said to be the source of another."""

    slack: Annotated[float, Field(ge=0, le=0.5)]
    largest: Count
    source: Share


class Names(Strict):
    """Which repository names are masked in their own files."""

    least_letters: Count
    words: Words = ()


class Providers(Strict):
    """Which references lead to something shared."""

    kinds: Words
    always: Words = ()
    foreign: Words = ()
    public_hosts: Words = ()
    own_owner: Count
    least_repositories: Count


class Thin(Strict):
    """When a file is nothing but a call of something shared."""

    kinds: Words
    doing: Words
    own_steps: Count
    own_lines: Count


class SolutionRules(Strict):
    """What counts as a solution of a workflow."""

    not_counted: tuple[Workflow, ...] = ()
    beside: Annotated[int, Field(ge=0)]
    family: Share


class Thresholds(Strict):
    """data/rules/duplication.yaml, whole; and the public templates of data/rules/boilerplate.yaml, which the rim adds."""

    similar: Similar
    bands: Bands
    clusters: Grouping
    blocks: BlockRules
    names: Names
    comments: dict[Style, Words]
    providers: Providers
    thin: Thin
    solutions: SolutionRules
    campaigns: CampaignRules
    drafts: DraftRules
    boilerplate: tuple[Template, ...] = ()


def parse(document: object, where: str = "duplication.yaml") -> Thresholds:
    """The thresholds in a parsed YAML document. RulesError names the file, the key, what was wrong and what would be right."""
    try:
        return Thresholds.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ", ".join(str(part) for part in first["loc"]) or "top level"
        found = "" if first["type"] == "missing" else f", found {str(first['input'])[:60]!r}"
        raise RulesError(
            f"{first['msg'].removeprefix('Value error, ')}{found}",
            where=f"{where}, {key}",
            expected="the shipped duplication.yaml shows every key",
        ) from None
