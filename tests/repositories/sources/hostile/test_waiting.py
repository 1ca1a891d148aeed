"""git is not started where it would wait for ever."""

import os

import pytest

from assessment.errors import RepositoryError
from assessment.repositories.sources import objects


@pytest.mark.parametrize(
    "place", ["pack/pack-1.idx", "info/commit-graph", "info/alternates", "ab/cd", "info/commit-graphs/commit-graph-chain"]
)
def test_a_pipe_is_named(tmp_path, place):
    (tmp_path / place).parent.mkdir(parents=True)
    objects.check(tmp_path)
    os.mkfifo(tmp_path / place)
    with pytest.raises(RepositoryError, match=f"{place}: is neither file nor folder; a repository of plain files"):
        objects.check(tmp_path)


def test_borrowed_folders_are_looked_through_as_far_as_git_goes(tmp_path):
    for number in range(8):
        info = tmp_path / f"o{number}" / "info"
        info.mkdir(parents=True)
        (info / "alternates").write_text(f"../o{number + 1}\n# no folder\n\n")
    os.mkfifo(tmp_path / "o6" / "info" / "packs")
    objects.check(tmp_path / "o0")  # six away: git does not go there
    os.mkfifo(tmp_path / "o5" / "info" / "packs")
    with pytest.raises(RepositoryError, match="o5/info/packs"):
        objects.check(tmp_path / "o0")


def test_a_line_in_quotes_is_read_as_git_does(tmp_path):
    other = tmp_path / "with space"
    other.mkdir()
    (other / "info").mkdir()
    os.mkfifo(other / "info" / "packs")
    (tmp_path / "objects" / "info").mkdir(parents=True)
    (tmp_path / "objects" / "info" / "alternates").write_text(f'"{tmp_path}/with\\040space"\n')
    with pytest.raises(RepositoryError, match="with space/info/packs"):
        objects.check(tmp_path / "objects")
