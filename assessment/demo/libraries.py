"""Repositories that are no services: shared building blocks of the platform, and one that nobody owns."""

from numpy.random import Generator

from assessment.demo.births import setting
from assessment.demo.calendar import DAY, instant, moments
from assessment.demo.content import fill
from assessment.demo.edits import Edit, Setting, Tweak, Write
from assessment.demo.events import PLUMBING, PRODUCT, Event, World, by
from assessment.demo.people import pick
from assessment.demo.specification import Library

ODD_NAME = "notes/caf\udce9.txt"  # the byte 0xE9 is é in Latin-1 and nothing in UTF-8


def library(world: World, name: str, record: Library, rng: Generator) -> list[Event]:
    """The history of one such repository: its files on the first day, then changes to them by its team (or by anybody)."""
    values = {
        "service": name,
        "service_name": name.replace("-", "_"),
        "team": record.team or "nobody",
        "slug": world.spec.slug,
        "domain": world.spec.domain,
    }
    people = world.team(record.team) if record.team else world.people
    born = instant(record.born, 8)
    texts = {path: fill(world.templates.text(template), values) for path, template in record.files.items()}
    edits: list[Edit] = [
        Write("README.md", fill(world.templates.text("odd/README.md"), values)),
        *(Write(path, text) for path, text in texts.items()),
    ]
    first = pick(people, born, rng)
    events = [by(first, rng, at=born, repository=name, message="Initial commit", kind=PRODUCT, edits=tuple(edits))]
    paths = list(texts)
    end = world.end if record.team else born + 12 * DAY
    for at in moments(rng, born + DAY, end, record.commits - 1):
        path = paths[int(rng.integers(len(paths)))]
        setting_name, value = setting(world, rng)
        edit: Edit = (
            Setting(path, setting_name, value) if "settings" in texts[path] else Tweak(path, float(rng.random()), int(rng.integers(1, 9)))
        )
        events.append(
            by(
                pick(people, at, rng),
                rng,
                at=at,
                repository=name,
                message=f"{path.rsplit('/', 1)[-1]}: {setting_name.lower().replace('_', ' ')}",
                kind=PLUMBING if record.team else PRODUCT,
                edits=(edit,),
            )
        )
    if record.odd_names:
        at = moments(rng, born + DAY, end, 1)[0]
        events.append(
            by(
                first,
                rng,
                at=at,
                repository=name,
                message="Receipts from lunch",
                kind=PRODUCT,
                edits=(Write(ODD_NAME, world.templates.text("odd/receipt.txt")),),
            )
        )
    return events
