"""Repositories that are no services: shared building blocks of the platform, and one that nobody owns."""

from numpy.random import Generator

from assessment.demo.calendar import DAY, instant, moments
from assessment.demo.content import fill
from assessment.demo.edits import Edit, Write
from assessment.demo.events import PLUMBING, PRODUCT, Event, World, by
from assessment.demo.people import pick
from assessment.demo.plans import Library
from assessment.demo.shaping import Setting, Tweak
from assessment.demo.tuning import setting_name

ODD_NAME = "notes/caf\udce9.txt"  # the byte 0xE9 is é in Latin-1 and nothing in UTF-8
LIFE_WITHOUT_OWNER = 12  # days that people keep at a repository that no team owns


def library(world: World, name: str, record: Library, rng: Generator) -> list[Event]:
    """The history of one such repository: its files on the first day, then changes to them by its team (or by anybody)."""
    values = {"service": name, "team": record.team or "nobody", "slug": world.spec.slug, "domain": world.spec.domain}
    people = world.team(record.team) if record.team else world.people
    born = instant(record.born, 8)
    texts = {path: fill(world.templates.text(template), values) for path, template in record.files.items()}
    readme = Write("README.md", fill(world.templates.text("odd/README.md"), values))
    edits = (readme, *(Write(path, text) for path, text in texts.items()))
    first = pick(people, born, rng)
    events = [by(first, rng, at=born, repository=name, message="Initial commit", kind=PRODUCT, edits=edits)]
    end = world.end if record.team else born + LIFE_WITHOUT_OWNER * DAY
    for at in moments(rng, born + DAY, end, record.commits - 1):
        message, edit = _change(world, texts, rng)
        kind = PLUMBING if record.team else PRODUCT
        events.append(by(pick(people, at, rng), rng, at=at, repository=name, message=message, kind=kind, edits=(edit,)))
    if record.odd_names:
        at, odd = moments(rng, born + DAY, end, 1)[0], Write(ODD_NAME, world.templates.text("odd/receipt.txt"))
        events.append(by(first, rng, at=at, repository=name, message="Receipts from lunch", kind=PRODUCT, edits=(odd,)))
    return events


def _change(world: World, texts: dict[str, str], rng: Generator) -> tuple[str, Edit]:
    path = list(texts)[int(rng.integers(len(texts)))]
    name = setting_name(world, rng)
    message = f"{path.rsplit('/', 1)[-1]}: {name.lower().replace('_', ' ')}"
    if " settings\n" in texts[path]:
        return message, Setting(path, name, str(int(rng.integers(2, 5000))))
    return message, Tweak(path, float(rng.random()), int(rng.integers(1, 9)))
