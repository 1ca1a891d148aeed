"""One folder is one organisation: its file, its facts, its answers, its dated results.

    organisation.yaml     what the user says
    rubric.yaml           optional: the organisation's own rubric
    questionnaire.yaml    optional: its own questionnaire; more in questionnaires/<id>.yaml
    rules/*.yaml          optional: its own rules, added to the shipped ones
    facts/<repository>/   what git said
    imports/              what other tools said: runs of pipelines, settings of the forge
    survey.db             rounds, links and what people said, under pseudonyms (another database: ASSESS_STORE)
    results/<day>/        what came out of it
    .key                  secret of the pseudonyms; never exported

All reading and writing of a workspace passes through here.
"""

import os
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import ValidationError

from assessment import documents, pipeline
from assessment.decisions.assessment import Assessment
from assessment.errors import OrganisationError, QuestionnaireError, RulesError, WorkspaceError
from assessment.indicators import rubric
from assessment.model import Organisation
from assessment.reporting.exports import results
from assessment.repositories.distributed import connect
from assessment.repositories.duplication import thresholds
from assessment.repositories.duplication.drafts import draft as drafting
from assessment.repositories.duplication.drafts.draft import Draft
from assessment.repositories.duplication.drafts.form import Member
from assessment.repositories.facts import Facts, frame
from assessment.repositories.fleet import Fleet
from assessment.repositories.ownership import claims, coverage
from assessment.repositories.rules import Rules
from assessment.repositories.sources import collect, discover, store
from assessment.repositories.sources import owners as owner_files
from assessment.repositories.sources import rules as rule_files
from assessment.repositories.sources.imports import checks, kinds
from assessment.repositories.sources.imports import store as import_store
from assessment.repositories.tools import explaining, states
from assessment.shipped import shipped
from assessment.survey import answers
from assessment.survey.questionnaire import Questionnaire
from assessment.survey.sources import imports, questionnaires
from assessment.survey.store import parquet
from assessment.survey.store.store import Store, open_store

Progress = Callable[[str, str], None]
KEY_BYTES = 32
SECONDS = 900.0  # longest that one repository may take


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with an organisation file. Cheap to make; everything is read when asked for."""

    folder: Path

    def organisation(self) -> Organisation:
        """The organisation file; OrganisationError naming file and key."""
        path = self.folder / "organisation.yaml"
        if not path.is_file():
            raise WorkspaceError("has no organisation.yaml", where=str(self.folder), expected=f"run: assess init {self.folder}")
        mapping = documents.load(path, OrganisationError)
        if not isinstance(mapping, dict):
            raise OrganisationError("is not a mapping", where=str(path), expected="start with: name: ...")
        try:
            return Organisation.model_validate(mapping)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise OrganisationError(first["msg"], where=f"{path}: {key}" if key else str(path)) from error

    def rubric(self) -> rubric.Rubric:
        """The organisation's own rubric, else the shipped one."""
        path = self._own("rubric.yaml", "rubrics", "platform-need.yaml")
        return rubric.parse(documents.load(path, QuestionnaireError), str(path))

    def questionnaire(self, id: str | None = None) -> Questionnaire:
        """The questionnaire of this id; of none, the organisation's own `questionnaire.yaml`, else the shipped platform-need.

        QuestionnaireError naming those there are.
        """
        if id is None:
            return questionnaires.load_questionnaire(self._own("questionnaire.yaml", "questionnaires", "platform-need.yaml"))
        if id not in (known := self.questionnaires()):
            raise QuestionnaireError(f"there is no questionnaire '{id}'", where=str(self.folder), expected=f"one of: {', '.join(known)}")
        return known[id]

    def questionnaires(self) -> dict[str, Questionnaire]:
        """Id -> questionnaire: the organisation's own (`questionnaire.yaml`, `questionnaires/*.yaml`), then the shipped ones; an own
        one takes the place of the shipped one with its id."""
        single = self.folder / "questionnaire.yaml"
        first = [questionnaires.load_questionnaire(single)] if single.is_file() else []
        own = {q.id: q for q in first}
        for id, questionnaire in questionnaires.load_folder(self.folder / "questionnaires").items():
            if id in own:
                where = str(self.folder / "questionnaires" / f"{id}.yaml")
                raise QuestionnaireError(f"'{id}' is the id of questionnaire.yaml too", where=where, expected="an id each")
            own[id] = questionnaire
        return own | {id: q for id, q in questionnaires.load_folder(shipped("questionnaires")).items() if id not in own}

    def rules(self) -> Rules:
        """The shipped rules, with the organisation's own added."""
        return rule_files.load(extra=sorted((self.folder / "rules").glob("*.yaml")))

    def located(self) -> list[discover.Located]:
        """The repositories that the organisation file names, found on disk."""
        return discover.repositories(self.organisation().repositories, self.folder)

    def collect(self, *, workers: int | None = None, seconds: float = SECONDS, progress: Progress | None = None) -> pd.DataFrame:
        """Read what is new in every repository, for at most `seconds` each; returns the `repositories` fact table."""
        bots = self.organisation().bots
        return collect.collect_fleet(
            self.located(),
            self.folder / "facts",
            rules=self.rules(),
            key=self.key(),
            workers=workers,
            bots=bots,
            seconds=seconds,
            progress=progress,
        )

    def facts(self) -> Facts:
        """The stored facts of every repository that the organisation file names; WorkspaceError when none was collected."""
        names = [repository.name for repository in self.located()]
        facts = store.read_fleet(self.folder / "facts", names, as_of=self.organisation().as_of)
        absent = [name for name in names if name not in set(facts.repositories["repository"])]
        if names and len(absent) == len(names):
            raise WorkspaceError("nothing was collected yet", where=str(self.folder), expected=f"run: assess collect {self.folder}")
        return replace(facts, repositories=pd.concat([facts.repositories, _uncollected(absent)], ignore_index=True)) if absent else facts

    def fleet(self) -> tuple[Fleet, pd.DataFrame]:
        """Facts with the team of each repository, and the ownership table (which source named the team)."""
        organisation, facts = self.organisation(), self.facts()
        owners, _ = self._owners(organisation, facts)
        teams = claims.whole(owners).set_index("repository")["team"]
        runs, settings = (import_store.load(self.folder / "imports", table) for table in ("runs", "settings"))
        fleet = Fleet(organisation=organisation, facts=facts, teams=teams, paths=claims.folders(owners), runs=runs, settings=settings)
        hunks_of = partial(store.read_hunks, self.folder / "facts", as_of=organisation.as_of)
        return replace(fleet, work=self._work(fleet), hunks_of=hunks_of), owners

    def ownership(self) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """The ownership table with the share of files that have a code owner (owned, owned_plumbing, skipped), and notes on the mapping."""
        organisation, facts = self.organisation(), self.facts()
        owners, notes = self._owners(organisation, facts)
        return owners.merge(coverage.table(facts.contents, facts.files).assign(path=""), on=["repository", "path"], how="left"), notes

    def import_export(self, kind: kinds.Kind, paths: Sequence[Path]) -> import_store.Counts:
        """Read exports of another tool and store what they say; ImportedError naming file and record, nothing stored then."""
        known = {control.id for control in self.rules().catalogue}
        rows = kinds.read(kind, paths, checks.load(shipped("rules", "imports.yaml"), known))
        return import_store.add(self.folder / "imports", kind.table, rows)

    def import_answers(
        self, path: Path, *, wave: str, replace: bool = False, store: bool = True, wanted: imports.Wanted = imports.WHATEVER
    ) -> imports.Import:
        """Read an answer file of any survey tool and store it, unless told not to; AnswersError naming row and item: nothing stored."""
        found = imports.read(path, self.questionnaires(), self.organisation(), self.key(), wave, wanted)
        if not store:
            return found
        with self.store() as opened:
            opened.append(found.answers, found.texts, replace=replace)
        return found

    def store(self) -> Store:
        """Rounds, invitations and answers: in `survey.db`, or where ASSESS_STORE says; for a `with`. SurveyError where it cannot be used.

        Answers that an older version kept in a file are taken over once.
        """
        opened = open_store(os.environ.get("ASSESS_STORE") or self.folder / "survey.db")
        if (self.folder / "answers" / parquet.FILE).exists():
            parquet.take_over(opened, self.folder / "answers", self.questionnaire().id)
        return opened

    def answers(self) -> pd.DataFrame:
        """All answers that were submitted or imported (columns: `answers.COLUMNS`)."""
        if not self._surveyed():
            return answers.empty()
        with self.store() as store:
            return store.answers()

    def texts(self) -> pd.DataFrame:
        """All free texts that were submitted or imported (columns: `answers.TEXTS`)."""
        if not self._surveyed():
            return answers.no_texts()
        with self.store() as store:
            return store.texts()

    def open_rounds(self) -> list[str]:
        """Names of the rounds that people can still answer. They are not scored: a result made before and one made after somebody answered
        would show what that person said."""
        if not self._surveyed():
            return []
        with self.store() as store:
            rounds = store.rounds()
        return rounds.loc[rounds["state"] == "open", "round"].astype(str).tolist()

    def _surveyed(self) -> bool:
        """Whether there may be answers: to look is no reason to make a store."""
        there = (self.folder / "survey.db", self.folder / "answers" / parquet.FILE)
        return bool(os.environ.get("ASSESS_STORE")) or any(path.exists() for path in there)

    def score(
        self,
        *,
        draws: int = 4_000,
        seed: int = 1,
        step: pipeline.Step = lambda _: None,
        scheduler: str | None = None,
        told: connect.Told = lambda _: None,
    ) -> Assessment:
        """Assess what is stored and keep the result under its day; `step` is told each of `pipeline.STEPS` as it begins. Rounds that are
        still open are left out.

        `scheduler`: address of a Dask scheduler whose workers see this folder; pairs of similar files are then searched for there, and
        `told` is given what was looked at. WorkspaceError where it cannot be used.
        """
        judged, rules = self.thresholds(), self.rules()
        with connect.searching(scheduler, self.folder, judged.bands, told) as search:
            step(pipeline.STEPS[0])
            fleet, owners = self.fleet()
            said, texts, still_open = self.answers(), self.texts(), self.open_rounds()
            inputs = pipeline.Inputs(
                fleet=fleet,
                owners=owners,
                answers=said[~said["round"].isin(still_open)],
                texts=texts[~texts["round"].isin(still_open)],
                questionnaire=self.questionnaire(),
                questionnaires=tuple(self.questionnaires().values()),
                rubric=self.rubric(),
                thresholds=judged,
                tools=rules.tool_rules,
                capabilities=rules.capabilities,
                controls=rules.catalogue,
                search=search,
            )
            made = pipeline.assess(inputs, size=draws, rng=np.random.default_rng(seed), step=step)
        results.save(made, self.folder / "results" / f"{made.as_of:%Y-%m-%d}")
        return made

    def explain(self, repository: str) -> dict[str, Any]:
        """What was found in a collected repository, and why (see `explaining`); WorkspaceError naming those that are near."""
        organisation, rules, name = self.organisation(), self.rules(), self._named(repository)
        facts = store.read_fleet(self.folder / "facts", [name], as_of=organisation.as_of)
        fleet = Fleet(organisation=organisation, facts=facts, teams=pd.Series({name: ""}, dtype=object))
        known = rules.tool_paths(facts.files["path"].astype(str))
        return explaining.explanation(facts, states.table(fleet, rules.tool_rules), known, self._collected())

    def _collected(self) -> list[str]:
        return sorted(store.collected(self.folder / "facts"))

    def _named(self, repository: str) -> str:
        """The collected repository of this name, or the only one whose name ends with it after a separator."""
        names = self._collected()
        ends = [name for name in names if name == repository or name.endswith((f"+{repository}", f"/{repository}"))]
        if repository in names or len(ends) == 1:
            return repository if repository in names else ends[0]
        near = ends or get_close_matches(repository, names, n=5, cutoff=0.4)
        expected = f"one of: {', '.join(near)}" if near else f"run: assess collect {self.folder}"
        raise WorkspaceError(f"repository '{repository}' was not collected", where=str(self.folder), expected=expected)

    def thresholds(self) -> thresholds.Thresholds:
        """Thresholds of similarity and propagation, and the public templates, with the organisation's own added."""
        path = shipped("rules", "duplication.yaml")
        templates = rule_files.boilerplate(sorted((self.folder / "rules").glob("*.yaml")))
        return thresholds.parse(documents.load(path, RulesError), str(path)).model_copy(update={"boilerplate": templates})

    def assessment(self) -> Assessment:
        """The newest stored result; WorkspaceError when nothing was scored yet."""
        found = sorted(self.folder.glob("results/*/verdict.json"))
        if not found:
            raise WorkspaceError("has no result yet", where=str(self.folder), expected="run: assess collect, then assess score")
        return results.load(found[-1].parent)

    def content(self, repository: str, path: str) -> str | None:
        """Text of a plumbing file at HEAD as it was collected; None when it was not read."""
        if store.read_state(self.folder / "facts", repository) is None:
            return None
        table = store.read_table(self.folder / "facts", repository, "contents").select(["path", "text"]).to_pandas()
        found = table.loc[table["path"].astype(str) == path, "text"]
        return str(found.iloc[0]) if len(found) else None

    def draft(self, cluster: str) -> Draft:
        """The shared version of a cluster of the newest result; WorkspaceError where there is no such cluster."""
        made = self.assessment()
        kinds = made.clusters.set_index("cluster")["kind"]
        if cluster not in kinds.index:
            raise WorkspaceError(f"has no cluster '{cluster}'", where=str(self.folder), expected="run: assess duplication clusters")
        rows = made.members.loc[made.members["cluster"] == cluster, ["repository", "team", "path"]].astype(str)
        texts = [(row, self.content(row[0], row[2])) for row in rows.itertuples(index=False, name=None)]
        members = [Member(row[0], row[1], row[2], text) for row, text in texts if text is not None]
        return drafting.draft(members, str(kinds[cluster]), self.thresholds().drafts)

    def key(self) -> bytes:
        """Secret of this workspace's pseudonyms, made on first use and readable by its owner only; WorkspaceError where it is damaged."""
        path = self.folder / ".key"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(KEY_BYTES))
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii"))
        except ValueError:
            key = b""
        if len(key) < KEY_BYTES:
            expected = "restore it; a new key would make every known person a stranger"
            raise WorkspaceError("is no key", where=str(path), expected=expected)
        return key

    def _own(self, name: str, *fallback: str) -> Path:
        own = self.folder / name
        return own if own.is_file() else shipped(*fallback)

    def _work(self, fleet: Fleet) -> pd.DataFrame:
        """Team of each commit in the repositories of which folders belong to teams, from all of their changes."""
        shared = sorted(set(fleet.paths["repository"]) & set(fleet.facts.commits["repository"].astype(str)))
        columns = ["repository", "number", "path"]
        changes = [store.read_table(self.folder / "facts", name, "changes").select(columns).to_pandas() for name in shared]
        return fleet.working(pd.concat(changes, ignore_index=True)) if changes else fleet.work

    def _owners(self, organisation: Organisation, facts: Facts) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """The ownership table on the day that counts as now, and notes on the mapping file."""
        said, names = owner_files.said(organisation, self.folder, facts.as_of.date()), facts.repositories["repository"].astype(str)
        return claims.owners(organisation, names, said, facts.contents), said.notes(names)


def _uncollected(names: list[str]) -> pd.DataFrame:
    """Rows of the `repositories` fact table for repositories that are there but were never read."""
    counts = ("commits", "files", "missing_blobs", "oversized", "withheld", "vendored", "undated", "huge_commits", "tags_skipped")
    rows = len(names)
    words: dict[str, Sequence[object]] = {"repository": names, "state": ["failed"] * rows, "message": ["not collected yet"] * rows}
    numbers: dict[str, Sequence[object]] = {count: [0] * rows for count in counts}
    return frame("repositories", words | numbers | {"shallow": [False] * rows}).astype({"repository": str, "state": str})
