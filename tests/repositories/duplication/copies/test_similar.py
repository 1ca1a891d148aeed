"""Near-identical by equal lines, by nearly equal ones, or by phrases where lines moved."""

import pandas as pd
import pytest

from assessment.repositories.duplication.copies.documents import documents
from assessment.repositories.duplication.copies.similar import similar

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
        return similar(found, rules.similar)

    return make


def test_seven_of_eight_lines(pairs_of):
    pairs = pairs_of({"a": {"Dockerfile": BUILD}, "b": {"Dockerfile": BUILD.replace("RUN mvn -q package", "RUN ./build.sh")}})
    assert pairs["lines"].tolist() == [7]


def test_two_dockerfiles_that_do_another_thing_are_not_similar(pairs_of):
    node = "FROM node:20\nWORKDIR /srv\nCOPY package.json .\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\nEXPOSE 3000\nCMD node server.js\n"
    assert pairs_of({"a": {"Dockerfile": BUILD}, "b": {"Dockerfile": node}}).empty


def test_one_word_changed_on_many_lines_leaves_them_nearly_equal(pairs_of):
    # 9 of 21 lines equal (0.43), 12 others differ in one of nine parts; phrases: 9 * 4 of the settings, 7 of 9 of each step (0.81)
    same = "".join(f"export SETTING_{n}=value\n" for n in range(9))
    steps = "".join(f"sh deploy --cluster {{}} --app part{n} --wait 60s\n" for n in range(12))
    one, other = same + steps.format(*["blue"] * 12), same + steps.format(*["green"] * 12)
    pairs = pairs_of({"a": {"deploy.yml": one}, "b": {"deploy.yml": other}})
    assert pairs["lines"].tolist() == [9]


def test_a_line_that_says_something_else_is_not_nearly_equal(pairs_of):
    same = "".join(f"export SETTING_{n}=value\n" for n in range(9))
    one = same + "".join(f"sh deploy --cluster blue --app part{n} --wait\n" for n in range(12))
    other = same + "".join(f"make image REGISTRY=ghcr.io TAG=part{n}\n" for n in range(12))
    assert pairs_of({"a": {"deploy.yml": one}, "b": {"deploy.yml": other}}).empty


def test_a_moved_block_costs_what_it_is_long(pairs_of):
    steps = [
        "checkout",
        "setup java",
        "restore caches",
        "compile",
        "lint",
        "unit tests",
        "publish image",
        "deploy to dev",
        "smoke",
        "notify",
    ]
    lines = [f"- run: {step}" for step in steps]
    moved = lines[3:] + lines[:3]
    pairs = pairs_of({"a": {"x.yml": "\n".join(lines)}, "b": {"x.yml": "\n".join(moved)}})
    assert pairs["lines"].tolist() == [7]  # 7 of 10 stay in order; all phrases stay: 0.4 * 0.7 + 0.6


def test_files_under_five_effective_lines_do_not_count(pairs_of):
    short = "# build\nFROM temurin:17\n\nCOPY app.jar /\nUSER 1000\nCMD java -jar /app.jar\n"  # four effective lines
    assert pairs_of({"a": {"Dockerfile": short}, "b": {"Dockerfile": short + "EXPOSE 80\n"}}).empty


def test_who_owns_a_repository_is_never_a_copy(contents_of, rules):
    owners = "\n".join(f"/part{n} @acme/team" for n in range(9))
    table = contents_of({"a": {"CODEOWNERS": owners}, "b": {"CODEOWNERS": owners}})
    assert len(documents(table, pd.Series(False, index=table.index), rules)) == 0


def test_what_a_tool_wrote_is_never_a_copy(contents_of, rules):
    table = contents_of({name: {"ci.yml": BUILD, "chart.yml": "a: 1\n" * 9} for name in "ab"})
    table["path"] = table["path"].astype(str).replace("chart.yml", "charts/x/_helpers.tpl")
    found = documents(table, pd.Series(False, index=table.index), rules)
    assert found.table["path"].tolist() == ["ci.yml"]
