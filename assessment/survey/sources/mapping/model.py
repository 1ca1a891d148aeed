"""The mapping file: what each column of another tool's file is, and which answer each of its labels means.

Reads the YAML that `assess answers map` writes and a person settles; the same file then reads every later export of the same form. What
is marked "?" is not settled, and nothing is imported until it is. Records only; `guesses.py` makes one, `mapping_text.py` writes it down.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, ValidationError, model_validator

from assessment import documents
from assessment.errors import AnswersError
from assessment.model import Strict

OPEN = "?"  # not settled
Use = Literal["item", "team", "role", "respondent", "personal", "ignore", "?"]
USES = ("item", "team", "role", "respondent", "personal", "ignore")
Label = Annotated[str, Field(max_length=2_000)]
Labels = dict[Label, str]


class MappedColumn(Strict):
    """What one column is. `option`: the option that a tick in it stands for."""

    model_config = ConfigDict(populate_by_name=True)

    column: str = Field(description="title of the column, as in the file")
    use: Use = Field(alias="as", description="item, team, role, respondent, personal (dropped), ignore (not read), or ? (not settled)")
    item: str = ""
    option: str = ""

    @model_validator(mode="after")
    def _says_which_item(self) -> Self:
        if (self.use == "item") != bool(self.item) and self.use != OPEN:
            raise ValueError("name the item where `as` is item, and only there")
        if self.option and not self.item:
            raise ValueError("an option belongs to an item")
        return self


class Mapping(Strict):
    """How a file of answers is read. Labels, teams and roles: what the file says -> what is meant; "" leaves the answer out."""

    engine: str
    header_rows: int = Field(default=0, ge=0, le=9, description="rows above the first response; 0: as the engine has it")
    questionnaire: str
    encoding: str = Field(default="", description="of a text file that is not Unicode")
    sheet: str = Field(default="", description="of an XLSX file with several")
    team: str = Field(default="", description="the team of everybody in the file, where no column says it")
    twice: Literal["refuse", "last"] = Field(
        default="refuse", description="of several responses of one person none, or the last complete one"
    )
    columns: tuple[MappedColumn, ...]
    labels: dict[str, Labels] = Field(default={}, description="by answer format or item")
    teams: Labels = Field(default={})
    roles: Labels = Field(default={})

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        titles = [column.column for column in self.columns]
        if twice := next((title for title in titles if titles.count(title) > 1), None):
            raise ValueError(f"column '{twice:.60}' is there twice")
        if self.team and any(column.use == "team" for column in self.columns):
            raise ValueError("`team` is one for everybody, but a column says the team too; keep one of them")
        for use in ("team", "role", "respondent"):
            if len(found := [column.column for column in self.columns if column.use == use]) > 1:
                raise ValueError(f"two columns are the {use}: '{found[0]:.60}' and '{found[1]:.60}'")
        asked = [(column.item, column.option) for column in self.columns if column.use == "item"]
        whole = {item for item, option in asked if not option}
        if twice := next((one[0] for one in asked if asked.count(one) > 1 or (one[1] and one[0] in whole)), None):
            raise ValueError(f"two columns ask for '{twice}'; one column an item, or one an option of it")
        return self

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Where something is still marked "?", in words."""
        words = [f"column '{column.column:.80}'" for column in self.columns if column.use == OPEN]
        for name, table in (*self.labels.items(), ("teams", self.teams), ("roles", self.roles)):
            words += [f"{name}: '{label:.60}'" for label, meant in table.items() if meant == OPEN]
        return (*words, *(["team"] if self.team == OPEN else []))


def load(path: Path) -> Mapping:
    """The mapping in a file; AnswersError naming file and key."""
    mapping = documents.load(path, AnswersError)
    try:
        return Mapping.model_validate(mapping)
    except ValidationError as error:
        first = error.errors()[0]
        place = ": ".join([str(path), *(str(part + 1) if isinstance(part, int) else part for part in first["loc"])])
        given = f" (given: {first['input']!r:.60})" if not isinstance(first["input"], dict | list) else ""
        expected = "the file as `assess answers map` writes it"
        raise AnswersError(first["msg"].removeprefix("Value error, ") + given, where=place, expected=expected) from error
