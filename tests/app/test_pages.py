"""Every page renders, says what it must, and has words for every kind of nothing."""

import ast
import dataclasses
import re
import shutil
import time
from pathlib import Path

import pytest

from assessment.reporting.exports import results

APP = Path(__file__).parents[2] / "app"
OTHERS = ("__init__", "survey")  # the page of survey rounds shows no result
PAGES = sorted(path.stem for path in (APP / "app_pages").glob("*.py") if path.stem not in OTHERS)


def said(app):
    """Everything that a page says in words."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info)
    boxes = [f"{metric.label} {metric.value}" for metric in app.metric]
    pieces = [re.sub(r"<style>.*?</style>|<[^>]+>", " ", element.proto.body, flags=re.S) for element in app.get("html")]
    text = "\n".join([element.value for kind in kinds for element in kind] + boxes + pieces)
    return re.sub(r" +", " ", text.replace("\\", ""))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_renders(open_page, assessed, page):
    app = open_page(assessed, page)
    assert not app.exception
    assert len(app.title) == 1
    assert "Example bank · as of 22 Nov 2026" in said(app)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_renders_in_under_two_seconds(open_page, assessed, page):
    app = open_page(assessed, page)  # imports and the result are there now, as for every visitor but the first
    start = time.process_time()  # of the processor: other tests run beside
    app.run()
    assert time.process_time() - start < 2
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_a_result_that_knows_nothing_is_said(open_page, silent, page):
    app = open_page(silent, page)
    assert not app.exception
    assert any(words in said(app) for words in ("Nobody has answered yet", "No near-identical plumbing", "No commits on plumbing"))


@pytest.mark.parametrize("page", PAGES)
def test_without_a_result_the_page_says_which_command_makes_one(open_page, tmp_path, page):
    app = open_page(tmp_path, page)
    assert not app.exception
    assert [title.value for title in app.title] == ["No result yet"]
    assert app.code[0].value == f"assess collect {tmp_path}\nassess score {tmp_path}"


def test_without_a_workspace_the_page_says_how_to_start(open_page):
    app = open_page("")
    assert [title.value for title in app.title] == ["No workspace"]
    assert app.code[0].value == "assess app FOLDER"


def test_a_damaged_result_is_named_without_a_traceback(open_page, assessed, tmp_path):
    folder = shutil.copytree(assessed, tmp_path / "damaged")
    next(folder.glob("results/*/clusters.parquet")).write_bytes(b"no")
    app = open_page(folder)
    assert not app.exception
    assert [title.value for title in app.title] == ["The result cannot be read"]
    assert "clusters.parquet" in said(app)


def test_every_page_is_in_the_navigation():
    tree = ast.parse((APP / "main.py").read_text(encoding="utf-8"))
    named = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and str(node.value).startswith("app_pages/")}
    assert named == {f"app_pages/{path.name}" for path in (APP / "app_pages").glob("*.py") if path.stem != "__init__"}


def test_the_verdict_leads_and_every_number_has_its_n(open_page, assessed):
    app = open_page(assessed)
    text = said(app)
    assert app.header[0].value.startswith("Start a small platform team with CI")
    for part in ("Structural 93 %", "People 41 of 58", "Repositories 28 of 30", "Reinvention 0.71"):
        assert part in text
    assert "coverage 86 %, 41 answers, 28 repositories" in text
    assert "Secrets" in text
    assert "Only 9 of 29 repositories scan dependencies" in text


def test_the_numbers_of_a_team_lead_to_their_evidence(open_page, assessed):
    app = open_page(assessed)
    app.selectbox(key="indicator").select("glue")
    app.selectbox(key="team").select("cards").run()
    tables = [frame.value for frame in app.dataframe]
    measures = next(frame for frame in tables if "outcome" in frame)
    evidence = next(frame for frame in tables if "path" in frame)
    assert measures["title"].tolist() == ["Plumbing commits by people of another team"]
    assert evidence[["repository", "path", "line", "commit"]].values.tolist() == [
        ["cards-api", ".github/workflows/build.yml", 13, "01c0ffee01"]
    ]


def test_one_team_alone_has_no_picture_of_teams(open_page, assessed, tmp_path):
    made = results.load(assessed / "results" / "2026-11-22")
    tables = made.tables | {"members": made.members.assign(team="Payments")}
    results.save(dataclasses.replace(made, tables=tables), tmp_path / "results" / "2026-11-22")
    app = open_page(tmp_path, "duplication")
    assert not app.exception
    assert "All copies are within one team." in said(app)
    assert "Between teams" not in said(app)
    assert "Between teams" in said(open_page(assessed, "duplication"))


def test_where_no_copy_has_a_team_nothing_is_said_of_one(open_page, assessed, tmp_path):
    made = results.load(assessed / "results" / "2026-11-22")
    results.save(
        dataclasses.replace(made, tables=made.tables | {"members": made.members.assign(team="")}), tmp_path / "results" / "2026-11-22"
    )
    app = open_page(tmp_path, "duplication")
    assert not app.exception
    assert "within one team" not in said(app)
    assert "Between teams" not in said(app)


def test_filters_narrow_the_clusters(open_page, assessed):
    app = open_page(assessed, "duplication")

    def shown():
        return next(frame.value for frame in app.dataframe if "medoid_path" in frame.value)["cluster"].tolist()

    assert shown() == ["c4", "c1", "c5", "c2", "c6", "c3"]  # by redundant lines
    app.multiselect(key="workflow").select("ci").run()
    assert shown() == ["c1", "c2"]
    app.number_input(key="least").set_value(7).run()
    assert shown() == ["c1", "c2"]
    app.multiselect(key="kind").select("terraform").run()
    assert not app.exception
    assert "No cluster matches these filters." in said(app)


def test_a_team_filter_keeps_the_clusters_it_has_a_member_in(open_page, assessed):
    app = open_page(assessed, "duplication")
    app.selectbox(key="team").select("cards").run()
    shown = next(frame.value for frame in app.dataframe if "medoid_path" in frame.value)["cluster"]
    assert set(shown) == {"c1", "c2", "c3", "c5", "c6"}  # cards is second of the teams: left out where (1 + cluster) % 4 == 0


def test_two_members_are_shown_side_by_side_escaped(open_page, assessed):
    app = open_page(assessed, "duplication")
    html = next(element.proto.body for element in app.get("html") if "Difference" in element.proto.body)
    assert "make lint" in html
    assert "make check" in html
    assert "make &lt;b&gt;test&lt;/b&gt;" in html
    assert "2 rows of 5 differ." in said(app)


def test_share_and_lines_are_two_views(open_page, assessed):
    app = open_page(assessed, "duplication")
    lines = app.get("plotly_chart")[0].proto.spec
    app.segmented_control(key="value").select("share").run()
    assert app.get("plotly_chart")[0].proto.spec != lines
    assert not app.exception


@pytest.mark.parametrize("order", ["Workflow first", "Team first", "Repository first"])
@pytest.mark.parametrize("value", ["commits", "lines"])
def test_toil_is_nested_and_counted_as_asked(open_page, assessed, order, value):
    app = open_page(assessed, "toil")
    app.segmented_control(key="order").select(order)
    app.segmented_control(key="value").select(value)
    app.segmented_control(key="period").select("All").run()
    assert not app.exception
    assert "6,717 commits by people in 30 repositories" in said(app)


def test_twelve_months_are_twelve_months(open_page, assessed):
    app = open_page(assessed, "toil")
    assert "1 Dec 2025 to 22 Nov 2026" in said(app)


def test_coverage_says_what_was_left_out_and_hides_small_groups(open_page, assessed):
    app = open_page(assessed, "coverage")
    text = said(app)
    for part in ("Repositories read 28 of 30", "Failed 1", "People who answered 41 of 58", "Teams hidden 2"):
        assert part in text
    tables = [frame.value for frame in app.dataframe]
    left_out = next(frame for frame in tables if "what" in frame).set_index("what")
    assert left_out.loc["Secret-bearing files", "count"] == 6
    repositories = next(frame for frame in tables if "state" in frame)
    assert repositories["state"].tolist()[:3] == ["failed", "empty", "collected"]


def test_answers_of_a_hidden_team_are_said_to_be_hidden(open_page, assessed):
    app = open_page(assessed, "coverage")
    app.selectbox(key="team").select("insights").run()
    items = next(frame.value for frame in app.dataframe if "mean" in frame.value)
    assert set(items["mean"]) == {"hidden to protect a small group"}
    assert set(items["n"]) == {"hidden to protect a small group"}


EVIL = "![x](https://evil.example/x.png) <img src=x> :red[a] [b](javascript:1)"


def test_text_from_outside_stays_text(open_page, builders, tmp_path):
    made = builders["example"]()
    verdict = dataclasses.replace(made.verdict, headline=EVIL, explanation=EVIL, reasons=(EVIL,))
    results.save(dataclasses.replace(made, organisation=EVIL, verdict=verdict), tmp_path / "results" / "2026-11-22")
    app = open_page(tmp_path)
    assert not app.exception
    shown = [element.value for kind in (app.header, app.markdown, app.caption) for element in kind]
    holding = [text for text in shown if "evil" in text]
    assert len(holding) == 4
    for text in holding:
        assert "\\!\\[x\\]\\(https" in text
        assert "\\<img" in text
        assert "\\:red\\[a\\]" in text


def test_a_new_result_is_shown_without_a_restart(open_page, builders, tmp_path):
    results.save(builders["nothing"](), tmp_path / "results" / "2026-11-22")
    app = open_page(tmp_path)
    assert "Nothing has been read" in said(app)
    results.save(builders["example"](), tmp_path / "results" / "2026-11-22")
    app.run()
    assert "Start a small platform team with CI" in said(app)


@pytest.mark.parametrize(
    ("page", "key", "table"), [("duplication", "duplication", "clusters"), ("toil", "toil", "toil"), ("coverage", "coverage", "coverage")]
)
def test_tables_can_be_saved(open_page, assessed, page, key, table):
    app = open_page(assessed, page)
    assert app.selectbox(key=f"{key}-table").value == table
    for kind in ("parquet", "xlsx", "csv"):
        app.segmented_control(key=f"{key}-kind").select(kind).run()
        assert not app.exception
    assert app.get("download_button")


def test_where_nobody_answered_no_item_is_called_hidden(open_page, builders, tmp_path):
    made = builders["example"]()
    tables = made.tables | {
        "response": made.response.assign(answers=0, rate=0.0, shown=False),
        "items": made.items.assign(mean=None, n=None, not_applicable=None).astype({"n": "Int64", "not_applicable": "Int64"}),
    }
    results.save(dataclasses.replace(made, tables=tables), tmp_path / "results" / "2026-11-22")
    app = open_page(tmp_path, "coverage")
    assert not app.exception
    assert said(app).count("Nobody has answered yet") == 2  # the notice above, and in place of the items
