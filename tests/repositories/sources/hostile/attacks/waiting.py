"""Objects that keep git waiting: pipes where files should be."""

import os

from tests.repositories.sources.hostile.ground import Ground, attack


@attack("failed")
def an_object_that_is_a_pipe(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    missing = made.blob("Dockerfile")
    made.lose(missing)
    os.mkfifo(made.path / ".git/objects" / missing[:2] / missing[2:])


@attack("failed")
def a_pack_that_is_a_pipe(ground: Ground, name: str) -> None:
    folder = ground.plain(name).path / ".git/objects/pack"
    for ending in ("idx", "pack"):
        os.mkfifo(folder / f"pack-{'4' * 40}.{ending}")


@attack("failed")
def a_commit_graph_that_is_a_pipe(ground: Ground, name: str) -> None:
    folder = ground.plain(name).path / ".git/objects/info"
    folder.mkdir(exist_ok=True)
    os.mkfifo(folder / "commit-graph")


@attack("failed")
def a_list_of_packs_that_is_a_pipe(ground: Ground, name: str) -> None:
    os.mkfifo(ground.plain(name).path / ".git/objects/pack/multi-pack-index")


@attack("failed")
def a_chain_of_commit_graphs_that_is_a_pipe(ground: Ground, name: str) -> None:
    folder = ground.plain(name).path / ".git/objects/info/commit-graphs"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "commit-graph-chain")
