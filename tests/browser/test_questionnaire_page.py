"""The page that works offline, in a real browser: what it asks, of whom, what it saves, and that no text in it runs."""

import csv
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

from assessment.reporting.exports.questionnaires import html, parts
from assessment.shipped import shipped
from assessment.survey.questionnaire import parse
from assessment.survey.sources.questionnaires import load_questionnaire
from tests.questionnaires import ALL, GERMAN, PEOPLE, answering, imported, same, scored, table

pytestmark = pytest.mark.browser
QUESTIONNAIRE = parse(ALL, "q.yaml", {"q.de.yaml": GERMAN})
FORM = parts.form(QUESTIONNAIRE, ("Red", "Blue"), ("four",))
WORDS = {"en": ("Next", "Save as a file"), "de": ("Weiter", "Als Datei speichern")}


@pytest.fixture
def opened(visit, tmp_path):
    """Open the page of a form."""

    def at(form=FORM, **options):
        path = tmp_path / "form.html"
        path.write_text(html.text(form), encoding="utf-8")
        return visit(path.as_uri(), **options)

    return at


def said(spoken, person):
    """Item -> what is chosen or typed on the page in a language."""
    for item, answer in person.given.items():
        form = spoken.format_of(item)
        words = {form.source(label): label for label in form.choices}
        yield item, form.kind, [words.get(part, part) for part in (answer.split("; ") if form.kind == "choice" else [answer])]


def fill(page, language, person, questionnaire=QUESTIONNAIRE):
    """Answer everything, page by page, as a person would; returns the file that is saved."""
    spoken, (following, save) = questionnaire.in_language(language), WORDS[language]
    if language != "en":
        page.get_by_label("Language").select_option(language)
    page.get_by_label(spoken.respondent.team).select_option(person.team)
    if person.role:
        roles = dict(zip(questionnaire.respondent.role.options, spoken.respondent.role.options, strict=True))
        page.get_by_label(spoken.respondent.role.text).select_option(label=roles[person.role])
    answers = {item: (kind, values) for item, kind, values in said(spoken, person)}
    page.get_by_role("button", name=following).click()
    while page.get_by_role("button", name=save).count() == 0:
        for item, (kind, values) in answers.items():
            box = page.locator(f"#item-{item}").and_(page.get_by_role("group", name=spoken.items[item].text, exact=True))
            if box.count():
                for value in values:
                    if kind in {"text", "number"} and value not in spoken.format_of(item).choices:
                        box.get_by_role("textbox").fill(value)
                    else:
                        box.get_by_label(value, exact=True).check()
        page.get_by_role("button", name=following).click()
    with page.expect_download() as download:
        page.get_by_role("button", name=save).click()
    return download.value


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", ["all", "platform-product", "workflow-pain"])  # those with most conditions
def test_answers_come_back_as_they_were_given(opened, tmp_path, name, language):
    q = QUESTIONNAIRE if name == "all" else load_questionnaire(shipped("questionnaires", f"{name}.yaml"))
    people = PEOPLE if name == "all" else answering(q, np.random.default_rng(4), 2, numbers_only=False)
    rows = []
    for person in people:
        page = opened(parts.form(q, ("Red", "Blue"), tuple(section.id for section in q.sections if section.optional)))
        download = fill(page, language, person, q)
        assert re.fullmatch(rf"answers-{q.id}-[0-9a-f]{{24}}\.csv", download.suggested_filename)
        text = Path(download.path()).read_text(encoding="utf-8")
        assert text.startswith("\ufeff")
        rows += list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[bool(rows) :]
        assert page.errors == []
        assert [address for address in page.requests if not address.startswith(("file:", "blob:"))] == []
    path = tmp_path / "answers.csv"  # as a person puts the files together
    path.write_text(table(rows), encoding="utf-8", newline="")
    assert same(imported(path, q), scored(q, people))


def test_one_file_is_read_as_it_was_saved(opened, tmp_path):
    download = fill(opened(), "en", PEOPLE[0])
    path = tmp_path / download.suggested_filename
    download.save_as(path)
    assert same(imported(path, QUESTIONNAIRE), scored(QUESTIONNAIRE, PEOPLE[:1]))


def test_it_can_be_answered_with_the_keyboard_alone(opened):
    page = opened()
    keys = page.keyboard

    def until(name, role):
        for _ in range(40):
            keys.press("Tab")
            text, kind, called, id_ = page.evaluate("(at => [at.textContent, at.type, at.name, at.id])(document.activeElement)")
            if kind == role and name in {text, called, id_}:
                return
        raise AssertionError(f"no {role} {name} to reach")

    until("team", "select-one")
    keys.press("ArrowDown")
    until("Next", "button")
    keys.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "One"  # the heading is read first
    until("a", "radio")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert page.get_by_role("group", name="First?").get_by_label("Yes").is_checked()
    until("why", "textarea")  # which Yes has brought
    keys.type("Because")
    until("Back", "button")
    keys.press("Space")
    until("Next", "button")
    keys.press("Enter")
    assert page.get_by_role("group", name="Why?").get_by_role("textbox").input_value() == "Because"


def test_it_names_what_it_asks_and_what_is_wrong(opened):
    page = opened()
    page.get_by_role("button", name="Next").click()
    assert page.get_by_role("alert").text_content() == "Please say which team you work in: answers are shown by team, never by person."
    team = page.get_by_label("Which team?")
    assert team.get_attribute("aria-invalid") == "true"
    assert team.evaluate("element => element === document.activeElement")
    team.select_option("Red")
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    assert page.get_by_role("progressbar").get_attribute("aria-label") == "Page 3 / 5"
    hours = page.get_by_role("textbox", name="CI, hours (0–160)")
    hours.fill("161")
    hours.blur()
    assert page.get_by_role("alert").filter(has_text="Please give a number from 0 to 160").is_visible()
    page.get_by_role("group", name="CI").get_by_label("Don't know").check()
    assert hours.input_value() == ""
    page.get_by_role("button", name="Clear: CI").click()
    assert not page.get_by_role("group", name="CI").get_by_label("Don't know").is_checked()


def test_what_is_not_asked_any_more_is_not_saved(opened, tmp_path):
    page = opened()
    page.get_by_label("Which team?").select_option("Red")
    page.get_by_label("Which role?").select_option("Engineer")
    page.get_by_role("button", name="Next").click()
    first = page.get_by_role("group", name="First?")
    first.get_by_label("Yes").check()
    page.get_by_role("textbox", name="Why?").fill("not to be told")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox", name="CI").fill("5")
    page.get_by_role("button", name="Back").click()
    first.get_by_label("No", exact=True).check()
    assert page.get_by_role("group", name="Why?").count() == 0
    page.get_by_role("button", name="Back").click()
    page.get_by_label("Which role?").select_option("Lead")
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
    assert page.get_by_role("heading", level=2).text_content() == "Your answers"
    shown = page.get_by_role("main").inner_text()
    assert "not to be told" not in shown
    assert "CC BY 4.0" in shown
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert len(text.splitlines()) == 2
    assert '"all","a","1","No"' in text


def test_an_answer_to_a_hidden_item_shows_nothing_further_on(opened):
    page = opened()
    page.get_by_label("Which team?").select_option("Red")
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox", name="CI").fill("5")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("group", name="Which tools?").get_by_label("Vault").check()  # asked of leads, and of who names no role
    page.get_by_role("button", name="Next").click()
    assert page.get_by_role("group", name="Row two").is_visible()
    for _ in range(4):
        page.get_by_role("button", name="Back").click()
    page.get_by_label("Which role?").select_option("Engineer")
    for _ in range(4):
        page.get_by_role("button", name="Next").click()
    assert page.get_by_role("heading", level=2).text_content() == "Four"
    assert page.get_by_role("group", name="Row one").is_visible()
    assert page.get_by_role("group", name="Row two").count() == 0


def test_none_of_these_stands_beside_nothing_else(opened):
    page = opened()
    page.get_by_label("Which team?").select_option("Red")
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("textbox", name="CI").fill("5")
    page.get_by_role("button", name="Next").click()
    tools = page.get_by_role("group", name="Which tools?")
    tools.get_by_label("Vault").check()
    tools.get_by_label("None").check()
    tools.get_by_label("Don't know").check()
    assert [box.is_checked() for box in tools.get_by_role("checkbox").all()] == [False, False, False, True]
    tools.get_by_label("Vault").check()
    assert [box.is_checked() for box in tools.get_by_role("checkbox").all()] == [True, False, False, False]


def test_the_language_can_be_changed_on_the_way(opened):
    page = opened(parts.form(QUESTIONNAIRE, ("Red", "Blue"), ("four",), "de"))
    assert page.locator("html").get_attribute("lang") == "de"
    page.get_by_label("Welches Team?").select_option("Blue")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_role("group", name="Erstens?").get_by_label("Vielleicht").check()
    page.get_by_role("button", name="Zurück").click()
    page.get_by_label("Sprache").select_option("en")
    assert page.get_by_label("Which team?").input_value() == "Blue"
    page.get_by_role("button", name="Next").click()
    assert page.get_by_role("group", name="First?").get_by_label("Perhaps").is_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_in_light_and_dark_and_fits_a_phone(visit, tmp_path, scheme):
    path = tmp_path / "form.html"
    path.write_text(html.text(parts.form(load_questionnaire(shipped("questionnaires", "maturity.yaml")))), encoding="utf-8")
    page = visit(path.as_uri(), color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_label("Which team").fill("Red")
    page.get_by_role("button", name="Next").click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    colours = [page.evaluate(f"getComputedStyle(document.body).{name}") for name in ("color", "backgroundColor")]
    assert contrast(*colours) > 7  # WCAG 2.2, 1.4.6
    heights = page.get_by_role("radio").evaluate_all("boxes => boxes.map(box => box.closest('label').getBoundingClientRect().height)")
    assert min(heights) >= 44  # WCAG 2.2, 2.5.5


def contrast(*colours):
    """Ratio of the contrast of two colours, as WCAG 2.2 defines it."""

    def luminance(colour):
        parts_ = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts_]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted(map(luminance, colours))
    return (high + 0.05) / (low + 0.05)


def test_no_text_runs_and_every_text_is_shown(opened):
    attack = "</script><img src=x onerror=\"document.title='ran'\"><script>document.title='ran'</script>{{7*7}}\u2028"
    mapping = json.loads(json.dumps(ALL))
    mapping |= {"title": attack + "t", "introduction": attack + "i"}
    mapping["respondent"] = {"team": attack + "q"}
    mapping["formats"]["agree"]["labels"] = {attack[:80] + str(at): at for at in (1, 2, 3)}
    mapping["formats"]["hours"]["unit"] = attack
    mapping["sections"] = [{"id": "one", "title": attack + "s", "stem": attack + "e", "items": [
        {"id": "a", "version": 1, "text": attack + "a", "format": "agree", "help": attack + "h", "source": "dora"},
        {"id": "h-ci", "version": 1, "text": attack + "b", "format": "hours"},
    ]}]  # fmt: skip
    mapping["sources"]["dora"]["changes"] = attack + "c"
    mapping["scales"] = []
    page = opened(parts.form(parse(mapping, "hostile.yaml"), (attack + "1", "=1+1")))

    def seen(words):
        return " ".join(words.split()) in " ".join(page.get_by_role("main").inner_text().split())

    assert seen(attack + "t")
    assert seen(attack + "i")
    page.locator("select#team").select_option("=1+1")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Next").click()
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 2
    assert page.title() != "ran"
    assert seen(attack + "c")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert ""","'=1+1",""" in Path(download.value.path()).read_text(encoding="utf-8")  # no formula in a spreadsheet
    assert page.errors == []


def test_the_browser_may_run_nothing_but_the_program(opened):
    page = opened()
    ran = page.evaluate(
        """async () => {
          const script = document.createElement('script'); script.textContent = 'window.ran = true'; document.body.append(script);
          const asked = await fetch('https://example.org/').then(() => 'sent', () => 'refused');
          return [window.ran === true, asked];
        }"""
    )
    assert ran == [False, "refused"]
