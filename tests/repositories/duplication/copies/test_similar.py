"""Near-identical by lines, or by words where every line differs a little."""

import pandas as pd
import pytest

from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import shares, similar

BUILD = """\
FROM maven:3 AS build
WORKDIR /src
COPY pom.xml .
RUN mvn -q package
FROM temurin:17
COPY --from=build /src/app.jar /app.jar
USER 1000
ENTRYPOINT java -jar /app.jar
"""


@pytest.fixture
def pairs_of(contents_of, rules):
    def make(files):
        table = contents_of(files)
        found = documents(table, pd.Series(False, index=table.index), rules)
        return shares(found, similar(found, rules.similar), rules.similar.weight)

    return make


def test_seven_of_eight_lines(pairs_of):
    pairs = pairs_of({"a": {"Dockerfile": BUILD}, "b": {"Dockerfile": BUILD.replace("RUN mvn -q package", "RUN ./build.sh")}})
    assert pairs["lines"].tolist() == [2 * 7 / 16]


def test_two_dockerfiles_that_do_another_thing_are_not_similar(pairs_of):
    node = "FROM node:20\nWORKDIR /srv\nCOPY package.json .\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD node server.js\n"
    assert pairs_of({"a": {"Dockerfile": BUILD}, "b": {"Dockerfile": node}}).empty


def test_one_word_changed_on_many_lines_is_found_by_its_words(pairs_of):
    # 12 of 20 lines equal (0.6), 8 of 8 others differ in one word of seven
    same = "".join(f"export SETTING_{n}=value\n" for n in range(12))
    steps = "".join(f"sh deploy --cluster {{}} --app part{n} --wait\n" for n in range(8))
    one, other = same + steps.format(*["blue"] * 8), same + steps.format(*["green"] * 8)
    pairs = pairs_of({"a": {"deploy.yml": one}, "b": {"deploy.yml": other}})
    assert pairs["lines"].tolist() == pytest.approx([0.6])
    # words: 12 * 3 of the settings, and 7 of 8 of each step: deploy, sh, cluster, app, part, wait but not the colour
    assert pairs["similarity"].tolist() == pytest.approx([(0.6 + 1.5 * (12 * 3 + 8 * 6) / (12 * 3 + 8 * 7)) / 2.5])


def test_a_moved_block_costs_what_it_is_long(pairs_of):
    lines = [f"- run: step {n}" for n in range(10)]
    moved = lines[3:] + lines[:3]
    pairs = pairs_of({"a": {"x.yml": "\n".join(lines)}, "b": {"x.yml": "\n".join(moved)}})
    assert pairs["lines"].tolist() == pytest.approx([0.7])  # 7 of 10 stay in order


def test_files_under_five_effective_lines_do_not_count(pairs_of):
    short = "# build\nFROM temurin:17\n\nCOPY app.jar /\nUSER 1000\nCMD java -jar /app.jar\n"  # four effective lines
    assert pairs_of({"a": {"Dockerfile": short}, "b": {"Dockerfile": short + "EXPOSE 80\n"}}).empty


def test_who_owns_a_repository_is_never_a_copy(contents_of, rules):
    owners = "\n".join(f"/part{n} @acme/team" for n in range(9))
    table = contents_of({"a": {"CODEOWNERS": owners}, "b": {"CODEOWNERS": owners}})
    assert len(documents(table, pd.Series(False, index=table.index), rules)) == 0


def test_what_a_tool_wrote_is_never_a_copy(contents_of, rules):
    table = contents_of({name: {"ci.yml": BUILD, "chart.yml": "a: 1\n" * 9, "module.yml": "require b\n" * 9} for name in "ab"})
    table["path"] = table["path"].astype(str).replace({"chart.yml": "charts/x/_helpers.tpl", "module.yml": "api/go.mod"})
    found = documents(table, pd.Series(False, index=table.index), rules)
    assert found.table["path"].tolist() == ["ci.yml"]


def test_instructions_need_less_than_settings_do(pairs_of):
    # 5 of 8 lines are equal (0.625); of 30 words 15 are in these lines and 3 are RUN (0.6): a likeness of 0.61
    same = "".join(f"RUN make part{n}\n" for n in range(5))
    one = same + "".join(f"RUN build stage{n} --release fast\n" for n in range(3))
    other = same + "".join(f"RUN sh steps{n} check once\n" for n in range(3))
    pairs = pairs_of({"a": {"Dockerfile": one}, "b": {"Dockerfile": other}})
    assert pairs["similarity"].tolist() == pytest.approx([(0.625 + 1.5 * 0.6) / 2.5])
    assert pairs_of({"a": {"deploy.yml": one}, "b": {"deploy.yml": other}}).empty
