"""How plumbing is tuned: a few named settings per file that get other values, and what is written about it."""

from dataclasses import dataclass

from numpy.random import Generator

from assessment.demo.blueprint import Blueprint
from assessment.demo.edits import Edit, Either
from assessment.demo.events import World
from assessment.demo.shaping import Setting

NAMES_PER_FILE = 2  # settings that are tuned in one file; few, so that tuning alone does not make copies drift far apart


@dataclass(frozen=True, slots=True)
class Desk:
    """The places of a service where plumbing is tuned: (workflow, path), and the names of the settings in each path."""

    places: tuple[tuple[str, str], ...]
    names: dict[str, tuple[str, ...]]

    def tune(self, rng: Generator, among: frozenset[str] | None = None) -> tuple[str, str, Edit]:
        """(workflow, setting, edit): a setting in one of the files (`among` these paths) that are still there gets another value."""
        open_places = [place for place in self.places if among is None or place[1] in among]
        order = [open_places[i] for i in rng.permutation(len(open_places))]
        value = str(int(rng.integers(2, 5000)))
        chosen = [(path, self.names[path][int(rng.integers(NAMES_PER_FILE))]) for _, path in order]
        return order[0][0], chosen[0][1].lower().replace("_", " "), Either(tuple(Setting(path, name, value) for path, name in chosen))


def desk(world: World, plan: Blueprint, rng: Generator) -> Desk:
    """The desk of a service."""
    return Desk(plan.settable, {path: tuple(setting_name(world, rng) for _ in range(NAMES_PER_FILE)) for _, path in plan.settable})


def setting_name(world: World, rng: Generator) -> str:
    """The name of a setting that somebody might tune."""
    words = world.templates.messages
    return f"{choose(words.settings_nouns, rng)}_{choose(words.settings_properties, rng)}".upper()


def choose(texts: tuple[str, ...], rng: Generator) -> str:
    """One of some texts."""
    return texts[int(rng.integers(len(texts)))]
