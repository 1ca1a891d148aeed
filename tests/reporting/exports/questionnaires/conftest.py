import copy

import pytest

from assessment.reporting.exports.questionnaires import parts
from assessment.survey.questionnaire import Questionnaire, parse
from tests.questionnaires import ALL, GERMAN

HOSTILE = (
    "=cmd|' /C calc'!A1", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{TOKEN:EMAIL}", "\"'`;alert(1)//",
    "a\\\" + alert(1) + \\\"", "[x](javascript:alert(1)) **b**", "+1\t2", "${alert(1)}", "\u2028alert(1)", "| a | b |", "-- @x",
)  # fmt: skip


@pytest.fixture(scope="session")
def questionnaire() -> Questionnaire:
    """Everything, in English and German."""
    return parse(ALL, "q.yaml", {"q.de.yaml": GERMAN})


@pytest.fixture(scope="session")
def form(questionnaire: Questionnaire) -> parts.Form:
    return parts.form(questionnaire, ("Red", "Blue"), ("four",))


@pytest.fixture(scope="session")
def hostile() -> parts.Form:
    """Every text that a person can write is an attack on one tool or another; all answers of an item differ from each other."""
    mapping = copy.deepcopy(ALL)
    attacks = iter(range(1_000))

    def attack() -> str:
        at = next(attacks)
        return f"{HOSTILE[at % len(HOSTILE)]} {at}"

    mapping |= {"title": attack(), "introduction": attack()}
    mapping["sources"]["dora"] = {key: attack() for key in ("title", "url", "licence", "changes")}
    mapping["respondent"] = {"team": attack(), "role": {"text": attack(), "options": [attack() for _ in range(3)]}}
    mapping["formats"]["agree"]["labels"] = {attack(): at for at in (1, 2, 3)}
    mapping["formats"]["agree"] |= {"not_applicable": [attack()], "unknown": [attack()]}
    mapping["formats"]["hours"] |= {"unit": attack(), "unknown": [attack()]}
    mapping["formats"]["build"]["options"] = [attack().replace(";", ",") for _ in range(3)]
    mapping["formats"]["tools"]["options"] = [attack().replace(";", ",") for _ in range(12)]
    agree, build = list(mapping["formats"]["agree"]["labels"]), mapping["formats"]["build"]["options"]
    for section in mapping["sections"]:
        section["title"] = attack()
        section.pop("roles", None)
        if "stem" in section:
            section["stem"] = attack()
        for item in section["items"]:
            item.update({"text": attack()} | ({"help": attack()} if "help" in item else {}))
            item.pop("roles", None)
    mapping["sections"][0]["items"][1]["ask_if"]["is"] = agree[:2]
    mapping["sections"][2]["items"][2]["ask_if"]["is"] = build[:2]
    mapping["sections"][3]["items"][1]["ask_if"]["is"] = mapping["formats"]["tools"]["options"][:12]
    mapping["scales"][0]["title"] = attack()
    return parts.form(parse(mapping, "hostile.yaml"), (attack(), attack()), ("four",))
