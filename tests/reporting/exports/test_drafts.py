"""A draft as files, as a zip, in a terminal and as plain values. What a repository says stays text, and nothing leaves the folder."""

import dataclasses
import io
import json
import zipfile

import pytest

from assessment.errors import DraftError
from assessment.reporting.exports import drafts
from tests.repositories.duplication.drafts.github.conftest import drafted
from tests.repositories.duplication.drafts.github.workflows import workflow

PATH = ".github/workflows/build.yml"


@pytest.fixture(scope="module")
def made():
    cache = ("'21'", "'21'\n          cache: gradle")
    return drafted(
        [workflow(cache), workflow(cache, ("checkout@v4", "checkout@v5")), workflow(cache, ("temurin", "zulu")), workflow(), "a: [b"]
    )


@pytest.fixture(scope="module")
def refused():
    return drafted([workflow()] * 2)


def test_everything_is_written_below_the_folder(made, tmp_path):
    paths = drafts.write(made, tmp_path / "out")
    names = [path.relative_to(tmp_path / "out").as_posix() for path in paths]
    callers = [f"callers/{name}/{PATH}" for name in ("payments-api", "web-shop", "stock-keeper", "parcel-desk")]
    assert names == [PATH, *callers, "DRAFT.md"]
    assert (tmp_path / "out" / PATH).read_text("utf-8") == made.files[PATH]
    assert (tmp_path / "out" / "callers" / "web-shop" / PATH).read_text("utf-8") == made.callers["web-shop", PATH]


def test_the_page_says_in_words_who_fits_and_what_would_change(made):
    page = drafts.page(made)
    before, after = made.lines_before, made.lines_after
    assert f"4 of 5 files can be replaced by a call of it: with all callers, {before} lines become {after} (" in page
    assert "- payments-api `.github/workflows/build.yml`: actions/checkout v4 -\\> v5" in page
    assert "- web-shop `.github/workflows/build.yml`: nothing changes" in page
    assert "- claims-inbox `.github/workflows/build.yml`: cannot be read: line" in page
    assert "- parcel-desk `.github/workflows/build.yml`: cache: gradle, at jobs.build.steps\\[1\\].with.cache" in page
    assert "**distribution** (string, input)" in page
    assert "call / build" in page  # what checks are called from then on


def test_the_zip_holds_the_same_files_and_is_the_same_each_time(made, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(drafts.as_zip(made)))
    assert {name: archive.read(name).decode() for name in archive.namelist()} == drafts.files(made)
    assert drafts.as_zip(made) == drafts.as_zip(made)


def test_a_terminal_is_told_the_verdict_first(made, refused):
    assert drafts.lines(made)[0] == "reusable workflow: offered"
    assert "  claims-inbox does not fit: cannot be read" in "\n".join(drafts.lines(made))
    assert "  parcel-desk may have forgotten cache: gradle" in drafts.lines(made)
    assert drafts.lines(refused)[0].startswith("reusable workflow: not offered: ")


def test_plain_values_can_be_written_as_json(made, refused):
    said = json.loads(json.dumps(drafts.document(made)))
    assert (said["accepted"], said["form"], said["lines_before"]) == (True, "reusable workflow", made.lines_before)
    assert [row["repository"] for row in said["fits"] if not row["fits"]] == ["claims-inbox"]
    assert {(one["repository"], one["path"]) for one in said["callers"]} == set(made.callers)
    assert json.loads(json.dumps(drafts.document(refused)))["saved"] is None


@pytest.mark.parametrize("path", ["../out.yml", "/etc/passwd", "a/../../b", "a\\..\\b", "a\0b"])
def test_no_path_leaves_the_folder(made, path, tmp_path):
    with pytest.raises(DraftError, match="outside of its folder"):
        drafts.write(dataclasses.replace(made, files={path: "x"}), tmp_path)
    with pytest.raises(DraftError, match="outside of its folder"):
        drafts.as_zip(dataclasses.replace(made, callers={("web-shop", path): "x"}))
    assert list(tmp_path.iterdir()) == []


def test_a_repository_of_a_strange_name_stays_below_the_callers(made, tmp_path):
    paths = drafts.write(dataclasses.replace(made, callers={("org/..", "a.yml"): "x"}), tmp_path)
    assert tmp_path / "callers" / "org+.." / "a.yml" in paths
    with pytest.raises(DraftError, match="outside of its folder"):
        drafts.write(dataclasses.replace(made, callers={("..", "a.yml"): "x"}), tmp_path)


def test_a_link_in_the_folder_is_not_followed(made, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "target").write_text("mine", "utf-8")
    (tmp_path / "out" / "DRAFT.md").symlink_to(tmp_path / "target")
    with pytest.raises(DraftError, match="symbolic link"):
        drafts.write(made, tmp_path / "out")
    assert (tmp_path / "target").read_text("utf-8") == "mine"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "callers").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DraftError, match="symbolic link"):
        drafts.write(made, tmp_path / "other")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_a_repository_says_is_no_markup(made):
    fits = made.fits.assign(why="<script>alert(1)</script> [x](http://y) `z` | *a*", changes="", fits=False)
    page = drafts.page(dataclasses.replace(made, fits=fits))
    assert "<script" not in page.replace("\\<", "")
    assert "\\[x\\](http://y) \\`z\\` \\| \\*a\\*" in page


def test_one_reason_is_said_once(made):
    fits = made.fits.assign(fits=[False] * 5, why=["too small"] * 3 + ["calls its own"] * 2, repository=list("abcde"))
    said = drafts.lines(dataclasses.replace(made, fits=fits, accepted=False, why="too small"))
    assert "reusable workflow: not offered: too small" in said
    assert "  a, b, c do not fit" in said  # why, the first line says
    assert "  d, e do not fit: calls its own" in said


def test_a_matrix_that_callers_give_is_pointed_out_where_scripts_take_it_as_it_is():
    def member(systems, script):
        matrix = ("    steps:\n", f"    strategy:\n      matrix:\n        os: [{systems}]\n    steps:\n")
        return workflow(matrix, ("./gradlew check --no-daemon", script))

    said = "whoever may edit a caller may run commands here"
    direct, quiet = "./test ${{ matrix.os }}", "./test"
    assert said in drafts.page(drafted([member("a, b", direct), member("a, b", direct), member("c", direct)]))
    assert said not in drafts.page(drafted([member("a, b", quiet), member("a, b", quiet), member("c", quiet)]))
    assert said not in drafts.page(drafted([member("a", direct)] * 3))
    beside = "./test ${{ matrix.version }}"  # a row that stays as it is, beside one that is given
    assert said not in drafts.page(
        drafted([member("a, b]\n        version: [1, 2", beside)] * 2 + [member("c]\n        version: [1, 2", beside)])
    )
