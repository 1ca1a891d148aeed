"""The report: one file, complete, escaped, and without any address to fetch from."""

import dataclasses
import html as entities
import json
import re
from html.parser import HTMLParser

import pytest

from assessment.decisions.assessment import Assessment
from assessment.decisions.dictionary import COLUMNS
from assessment.reporting.exports import html, sections
from tests.said import SCALES


@pytest.fixture(scope="module")
def document(assessment):
    return html.report(assessment)


def without_library(document):
    """The document less plotly.js, whose own source holds addresses of licences and map tiles."""
    start = document.index("plotly.js v")
    begin, end = document.rindex("<script>", 0, start), document.index("</script>", start)
    return document[:begin] + document[end:]


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def read(document):
    reader = Reader()
    reader.feed(without_library(document))
    return reader


def test_nothing_is_fetched(document):
    for tag, attributes in read(document).tags:
        assert not {"src", "href", "srcset", "action", "data"} & set(attributes), (tag, attributes)
    assert not re.search(r"url\(|@import|https?://", without_library(document))


def test_a_policy_in_the_file_forbids_requests(document):
    policy = next(attributes["content"] for tag, attributes in read(document).tags if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy.replace("http-equiv", "")


def test_the_library_stands_in_it_once_and_cannot_upload(document):
    assert document.count("* plotly.js v") == 1
    assert "showSendToCloud: false" in document
    assert "displaylogo: false" in document


def test_the_numbers_stand_with_coverage_and_n(document):
    text = re.sub(r"\s+", " ", " ".join(read(document).text))
    for part in (
        "Start a small platform team with CI",
        "93 %",
        "41 of 58",
        "28 of 30",
        "first with probability 62 %",
        "hidden to protect a small group",
        "Too close to call: Secrets",
        "Copies are facts, not debt",
        "Repositories without a dependency scan",
    ):
        assert part in text, part


def test_evidence_names_repository_path_line_and_commit(document):
    text = document[document.index("<h2>Evidence</h2>") :]
    row = re.search(r"<td class=\"text\">cards-api</td>.*?</tr>", text, re.S).group()
    assert ".github/workflows/build.yml" in row
    assert ">13</td>" in row  # line 12 + 1, the second team
    assert "01c0ffee01" in row


def marked(frame, columns, text):
    return frame.assign(
        **{name: frame[name].map(lambda value: f"{value}{text}" if value else value) for name in columns if name in frame.columns}
    )


def test_text_from_outside_is_escaped(assessment):
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    texts = ("team", "repository", "path", "note", "question", "message", "road", "kind", "title")
    tables = {name: marked(frame, texts, evil) for name, frame in assessment.tables.items()}
    verdict = dataclasses.replace(assessment.verdict, headline=evil, reasons=(evil,), collect_next=(evil,))
    document = html.report(Assessment(organisation=evil, as_of=assessment.as_of, verdict=verdict, tables=tables))
    tags = [tag for tag, _ in read(document).tags]
    assert "img" not in tags
    assert tags.count("script") == [tag for tag, _ in read(html.report(assessment)).tags].count("script")
    assert entities.escape(evil).replace("&#x27;", "&#39;") in document


def test_figures_are_json_that_the_script_can_read(document):
    specs = re.findall(r'<script type="application/json">(.*?)</script>', document, re.S)
    assert len(specs) == 15  # fourteen kinds of figure, and one for the second road
    assert all(json.loads(spec)["layout"]["height"] for spec in specs)


def test_every_table_is_in_the_dictionary(document):
    dictionary = document[document.index("<h2>Data dictionary</h2>") :]
    for name, columns in COLUMNS.items():
        assert f"<summary>{name} (" in dictionary
        assert all(f"<code>{column}</code>" in dictionary for column in columns)


def test_left_out_rows_are_counted(assessment):
    import pandas as pd

    many = pd.concat([assessment.evidence] * 12, ignore_index=True)
    tables = assessment.tables | {"evidence": many}
    document = html.report(dataclasses.replace(assessment, tables=tables))
    assert "36 further rows are in the saved tables" in document  # 8 teams x 12 = 96 a measure, 60 shown


def test_the_file_is_written_whole(assessment, tmp_path, monkeypatch):
    path = html.write(assessment, tmp_path / "new" / "report.html")
    before = path.read_text(encoding="utf-8")
    assert before.rstrip().endswith("</html>")

    def broken(_assessment):
        raise ValueError("no")

    monkeypatch.setattr(html, "report", broken)
    with pytest.raises(ValueError, match="no"):
        html.write(assessment, path)
    assert path.read_text(encoding="utf-8") == before
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]


def test_an_empty_result_makes_a_report_too(empty):
    document = html.report(empty)
    assert "No indicator has been scored yet" in document
    assert "Cannot tell" in document


def test_controls_the_most_unequal_first(assessment):
    section = next(section for section in sections.of(assessment) if section.id == "controls")
    assert [row[0] for row in section.tables[0].rows] == ["A bill of materials is produced", "Resolved dependency versions are committed"]
    assert [row[0] for row in section.folded[1].rows] == ["Commits must be signed"]  # known of no repository
    assert "&lt;b&gt;syft" in html.report(assessment)


def test_a_result_of_before_there_were_controls_makes_a_report_too(assessment):
    old = dataclasses.replace(assessment, tables={name: table for name, table in assessment.tables.items() if "control" not in name})
    assert "controls" not in [section.id for section in sections.of(old)]


def test_what_people_say_stands_by_team_with_what_changed(assessment):
    section = next(section for section in sections.of(assessment) if section.id == "said")
    assert [row[0] for row in section.tables[0].rows] == list(SCALES)  # everybody's row of each scale
    assert len(section.folded[0].rows) == 9 * len(SCALES)  # eight teams and all, in the newest round
    nobody = dataclasses.replace(assessment, tables=assessment.tables | {"drivers": assessment.drivers.head(0)})
    assert "said" not in [section.id for section in sections.of(nobody)]
