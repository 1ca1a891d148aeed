"""The respondents' form in a browser: a whole answer on a phone, resuming, languages, keyboard, names for a screen reader, closed doors."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError, expect

from assessment import launching
from assessment.survey.questionnaire import parse
from assessment.survey.store.store import open_store

pytestmark = pytest.mark.browser
READY = "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
PHONE = {"width": 390, "height": 844}
KEY = bytes(range(32))
GERMAN = {
    "language": "de", "title": "Kleine Umfrage", "introduction": "Worum es geht.",
    "respondent": {"team": "Team?", "role": {"text": "Rolle?", "options": {"Engineer": "Entwicklung", "Manager": "Führung"}}},
    "formats": {
        "agree": {"No": "Nein", "Partly": "Teils", "Yes": "Ja", "Not applicable": "Betrifft mich nicht", "I don't know": "Weiß ich nicht"},
        "hours": {"I don't know": "Weiß ich nicht"},
        "tools": {"Jenkins": "Jenkins", "Actions": "Actions", "Something else": "Etwas anderes"},
    },
    "units": {"hours": "Stunden"},
    "sections": {"one": {"title": "Warten"}, "two": {"title": "Werkzeug", "stem": "In den letzten vier Wochen?"}},
    "items": {
        "wait": {"version": 1, "text": "Wir warten oft."}, "why": {"version": 1, "text": "Worauf?"},
        "money": {"version": 1, "text": "Ist Geld da?"}, "hours": {"version": 1, "text": "Stunden damit"},
        "tools": {"version": 1, "text": "Womit?"},
    },
    "scales": {"s": "S"},
}  # fmt: skip
ASKED = {
    "id": "small", "title": "Small survey", "version": 1, "language": "en", "minutes": 2, "introduction": "What it is about.",
    "respondent": {"team": "Which team?", "role": {"text": "Your role?", "options": ["Engineer", "Manager"]}},
    "formats": {
        "agree": {
            "kind": "labels", "unit": "agreement 1-3", "labels": {"No": 1, "Partly": 2, "Yes": 3},
            "not_applicable": ["Not applicable"], "unknown": ["I don't know"],
        },
        "hours": {"kind": "number", "unit": "hours", "low": 0, "high": 160, "unknown": ["I don't know"]},
        "tools": {"kind": "choice", "options": ["Jenkins", "Actions", "Something else"], "several": True},
        "words": {"kind": "text", "longest": 200},
    },
    "sections": [
        {"id": "one", "title": "Waiting", "items": [
            {"id": "wait", "version": 1, "text": "We often wait.", "format": "agree"},
            {"id": "why", "version": 1, "text": "For what?", "format": "words", "ask_if": {"item": "wait", "is": ["Yes"]}},
            {"id": "money", "version": 1, "text": "Is there money?", "format": "agree", "roles": ["Manager"]},
        ]},
        {"id": "two", "title": "Tools", "stem": "In the last four weeks?", "items": [
            {"id": "hours", "version": 1, "text": "Hours on it", "format": "hours"},
            {"id": "tools", "version": 1, "text": "With what?", "format": "tools"},
        ]},
    ],
    "scales": [{"id": "s", "title": "S", "measure": "perceived-s", "items": ["wait"], "minimum": 1, "higher": "worse"}],
    "translations": {"de": GERMAN},
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("survey")


@pytest.fixture(scope="module")
def store(folder):
    with open_store(folder / "survey.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def form(store, folder, served):
    """Address of the form, started as `assess survey form` starts it."""
    with served(launching.form_command, launching.form_environment(str(folder / "survey.db"), 5), folder) as address:
        yield address


@pytest.fixture
def round(store, request):
    """A new open round; its name, and how to have a link."""
    name = re.sub(r"\W+", "-", request.node.name)[-50:].strip("-")

    def made(access="person", state="open", name=name, closes="2999-12-31"):
        store.create(name, parse(ASKED, "small"), access=access, closes=closes)
        token = store.invite(name, [("red", "ada@example.com" if access == "person" else None)], KEY)[0].token
        if state != "draft":
            store.open(name)
        if state == "closed":
            store.close(name)
        return token

    made.name = name
    return made


@pytest.fixture
def enter(form, visit):
    """Open the form with a token, and wait until it is there."""

    def entered(token, **options):
        page = visit(f"{form}/?t={token}" if token else form, **({"locale": "en-US"} | options))
        ready(page)
        return page

    return entered


def ready(page):
    page.wait_for_timeout(150)  # until the click has reached the server
    page.wait_for_selector(READY, timeout=60_000)
    page.locator("h1").first.wait_for()


def press(page, name, *, moves=True):
    """Click, and wait until the page that it leads to is drawn to its end; `moves`: whether it leads to one."""
    before, button = page.evaluate("window.arrived"), page.get_by_role("button", name=name, exact=True)
    expect(button).to_have_count(1)  # the old one may still stand beside the new one while a page is drawn
    button.click()
    if moves:
        page.wait_for_function("before => window.arrived !== before", arg=before, timeout=60_000)
    else:
        with suppress(TimeoutError):  # a quick one may be over before it was seen to begin
            page.wait_for_selector(READY.replace("notRunning", "running"), timeout=1_000, state="attached")
    ready(page)


def choose(page, question, label):
    page.get_by_role("radiogroup", name=question).get_by_text(label, exact=True).click()
    ready(page)  # another question may hang on it


def heading(page, text):
    """Wait until the page of this heading is there, and drawn to its end."""
    page.get_by_role("heading", name=text, level=1).wait_for()
    page.wait_for_selector(READY, timeout=60_000)


def fits(page):
    """Nothing is wider than the screen."""
    return page.evaluate("(() => { const m = document.querySelector('[data-testid=stMain]'); return m.scrollWidth <= m.clientWidth; })()")


def alone(page, form):
    """No request left the machine, and no script failed."""
    elsewhere = [url for url in page.requests if not url.startswith((form, form.replace("http", "ws"), "data:", "blob:"))]
    assert elsewhere == []
    assert page.errors == []
    assert len(page.requests) > 5


def said(store, round):
    found = store.answers()
    return found[found["round"] == round].set_index("item")["label"].to_dict()


def texts(store, round):
    found = store.texts()
    return found[found["round"] == round]["text"].tolist()


def test_a_whole_answer_on_a_phone(store, form, enter, round):
    page = enter(round(), viewport=PHONE)
    heading(page, "Small survey")
    body = page.locator("[data-testid=stMain]").inner_text()
    for promise in (
        "groups of at least 5 people",
        "not under your name or address",
        "Do not write names",
        "Your team: red",
        "until 2999-12-31",
    ):
        assert promise in body
    assert fits(page)
    press(page, "Start")
    heading(page, "Waiting")
    assert fits(page)
    assert page.get_by_label("For what?").count() == 0
    choose(page, "We often wait.", "Yes")
    page.get_by_label("For what?").fill("tickets, =1+1 *and* more")
    assert "Do not write names" in page.locator("[data-testid=stMain]").inner_text()
    press(page, "Save and go on")
    heading(page, "Tools")
    assert "Page 2 of 2" in page.locator("[data-testid=stProgress]").inner_text()
    assert fits(page)
    page.get_by_label("Hours on it").fill("2.5")
    page.get_by_role("button", name="Jenkins").click()
    page.get_by_role("button", name="Something else").click()
    press(page, "Save and review")
    heading(page, "Review your answers")
    assert fits(page)
    body = page.locator("[data-testid=stMain]").inner_text()
    for answer in ("Yes", "tickets, =1+1 *and* more", "skipped", "2.5 hours", "Jenkins; Something else"):
        assert answer in body
    assert said(store, round.name) == {}  # not before it is submitted
    press(page, "Hours on it")  # jump to the item
    heading(page, "Tools")
    page.wait_for_function("document.activeElement.tagName === 'INPUT'")
    assert page.get_by_label("Hours on it").input_value() == "2.5"
    page.get_by_label("Hours on it").fill("3")
    press(page, "Save and review")
    press(page, "Submit")
    heading(page, "Thank you")
    alone(page, form)
    assert said(store, round.name) == {"wait": "Yes", "hours": "", "tools": "Jenkins; Something else"}
    found = store.answers()
    assert found.loc[(found["round"] == round.name) & (found["item"] == "hours"), "value"].tolist() == [3.0]
    assert texts(store, round.name) == ["tickets, =1+1 *and* more"]


def test_a_link_resumes_in_another_browser_and_a_mind_can_be_changed(store, enter, round):
    token = round()
    first = enter(token)
    press(first, "Start")
    choose(first, "We often wait.", "Partly")
    press(first, "Save and go on")
    first.context.close()
    second = enter(token)
    assert "You have answered 1 of" in second.locator("[data-testid=stMain]").inner_text()
    press(second, "Continue")
    heading(second, "Waiting")  # the first page on which something is left
    assert second.get_by_role("radio", name="Partly").first.is_checked()
    press(second, "Save and go on")
    press(second, "Back")
    heading(second, "Waiting")
    press(second, "Clear this page", moves=False)
    assert second.get_by_role("radio", checked=True).count() == 1  # the language's
    choose(second, "We often wait.", "No")
    press(second, "Save and go on")
    press(second, "Save and review")
    press(second, "Submit")
    assert said(store, round.name) == {"wait": "No"}
    third = enter(token)  # a link that was used
    heading(third, "Thank you")
    press(third, "Change my answers")
    press(third, "We often wait.")
    choose(third, "We often wait.", "Yes")
    press(third, "Save and go on")
    assert said(store, round.name) == {"wait": "Yes"}  # what is changed counts at once
    third.reload()
    ready(third)
    press(third, "Delete my answers")
    press(third, "No, keep them")
    heading(third, "Thank you")
    press(third, "Delete my answers")
    press(third, "Yes, delete everything")
    heading(third, "Small survey")
    assert said(store, round.name) == {}


def test_the_language_can_be_changed_on_any_page_and_keeps_what_stands_there(store, enter, round):
    page = enter(round(), locale="de-DE", viewport=PHONE)
    heading(page, "Kleine Umfrage")
    page.wait_for_function("document.documentElement.lang === 'de'")
    choose(page, "Rolle?", "Führung")
    press(page, "Los geht's")
    heading(page, "Warten")
    choose(page, "Wir warten oft.", "Teils")
    choose(page, "Ist Geld da?", "Weiß ich nicht")  # asked of managers
    page.get_by_role("radio", name="English").click()
    heading(page, "Waiting")
    ready(page)
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.get_by_role("radiogroup", name="We often wait.").get_by_role("radio", name="Partly").is_checked()
    assert page.get_by_role("radiogroup", name="Is there money?").get_by_role("radio", name="I don't know").is_checked()
    page.get_by_role("radio", name="Deutsch").click()
    heading(page, "Warten")
    press(page, "Speichern und weiter")
    page.get_by_text("Weiß ich nicht").click()
    page.get_by_role("button", name="Etwas anderes").click()
    press(page, "Speichern und prüfen")
    assert fits(page)
    press(page, "Abschicken")
    heading(page, "Danke")
    expected = {"wait": "Partly", "money": "I don't know", "hours": "I don't know", "tools": "Something else"}
    assert said(store, round.name) == expected  # recorded in the source's words
    found = store.answers()
    assert set(found.loc[found["round"] == round.name, "role"]) == {"Manager"}


def test_everything_can_be_done_by_keyboard(store, enter, round):
    page = enter(round())

    def tab_to(name):
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate(FOCUSED) == name:
                return
        raise AssertionError(f"no way by Tab to {name}")

    tab_to("Start")
    page.keyboard.press("Enter")
    heading(page, "Waiting")
    ready(page)
    page.wait_for_function("document.activeElement.tagName === 'H1'")  # a screen reader begins to read here
    tab_to("No")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")  # Yes
    page.get_by_label("For what?").wait_for()
    tab_to("For what?")
    page.keyboard.type("approvals")
    tab_to("Save and go on")
    page.keyboard.press("Enter")
    heading(page, "Tools")
    ready(page)
    tab_to("Hours on it")
    page.keyboard.type("4")
    tab_to("Save and review")
    page.keyboard.press("Enter")
    heading(page, "Review your answers")
    ready(page)
    tab_to("Submit")
    page.keyboard.press("Enter")
    heading(page, "Thank you")
    assert said(store, round.name) == {"wait": "Yes", "hours": ""}
    assert texts(store, round.name) == ["approvals"]


def test_a_question_that_appears_does_not_take_the_reader_away(enter, round):
    page = enter(round(), viewport={"width": 390, "height": 300})
    press(page, "Start")
    page.wait_for_function("document.activeElement.tagName === 'H1'")
    choose(page, "We often wait.", "Yes")
    place = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    assert place > 0
    page.get_by_label("For what?").focus()
    page.wait_for_timeout(1000)
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") >= place


def test_a_screen_reader_is_told_names_and_roles(enter, round):
    page = enter(round())
    press(page, "Start")
    choose(page, "We often wait.", "Yes")
    page.get_by_label("For what?").wait_for()
    tree = page.locator("[data-testid=stMain]").aria_snapshot()
    for line in (
        'heading "Waiting" [level=1]',
        'radiogroup "We often wait."',
        'radio "Yes" [checked]',
        'textbox "For what?"',
        "progressbar",
    ):
        assert line in tree
    press(page, "Save and go on")
    heading(page, "Tools")
    tree = page.locator("[data-testid=stMain]").aria_snapshot()
    second = ('spinbutton "Hours on it"', 'checkbox "I don\'t know"', 'button "Back"', 'button "Save and review"')
    assert [line for line in second if line not in tree] == []
    press(page, "Save and review")
    heading(page, "Review your answers")
    buttons = page.get_by_role("button").all_inner_texts()
    assert len(set(buttons)) == len(buttons)  # no two of the same name
    assert page.get_by_role("heading", level=1).count() == 1


def test_colleagues_share_the_link_of_a_team_and_none_sees_the_other(store, form, enter, round):
    token = round("team")
    pages = [enter(token), enter(token)]
    for page, label in zip(pages, ("Yes", "No"), strict=True):
        assert "Your whole team has the same link" in page.locator("[data-testid=stMain]").inner_text()
        press(page, "Start")
        assert token not in page.url
        assert "This address is now yours alone" in page.locator("[data-testid=stMain]").inner_text()
        assert page.get_by_role("radiogroup", name="We often wait.").get_by_role("radio", checked=True).count() == 0
        choose(page, "We often wait.", label)
        press(page, "Save and go on")
    assert pages[0].url != pages[1].url
    again = enter(pages[0].url.split("t=")[1])
    assert "the program keeps no such list" in again.locator("[data-testid=stMain]").inner_text()
    press(again, "Continue")
    assert again.get_by_role("radiogroup", name="We often wait.").get_by_role("radio", name="Yes").is_checked()
    for page in pages:
        press(page, "Save and review")
        press(page, "Submit")
    found = store.answers()
    assert sorted(found.loc[found["round"] == round.name, "label"]) == ["No", "Yes"]


@pytest.mark.parametrize(
    ("token", "title"),
    [
        ("", "This page needs your link"),
        ("nonsense", "This link is not known"),
        ("x'%20OR%20'1'='1", "This link is not known"),
        ("%F0%9F%98%80", "This link is not known"),
    ],
)
def test_without_a_known_link_there_is_nothing_but_that_sentence(form, enter, token, title):
    page = enter(token)
    heading(page, title)
    assert page.get_by_role("button").count() == 0
    assert page.get_by_test_id("stException").count() == 0
    alone(page, form)


def test_a_draft_and_a_closed_round_say_so(enter, round):
    heading(enter(round(state="draft")), "The survey has not begun")
    heading(enter(round(state="closed", name="over")), "The survey is closed")
    heading(enter(round(state="closed", name="over-de"), locale="de-DE"), "Die Umfrage ist geschlossen")


def test_a_round_that_closes_while_somebody_answers_says_so_and_takes_nothing(store, enter, round):
    page = enter(round())
    press(page, "Start")
    choose(page, "We often wait.", "Yes")
    page.get_by_label("For what?").wait_for()  # the page is drawn anew by the choice, and stands still again
    store.close(round.name)
    press(page, "Save and go on", moves=False)
    heading(page, "The survey is closed")
    assert "were not submitted" in page.locator("[data-testid=stMain]").inner_text()
    assert said(store, round.name) == {}


@pytest.mark.parametrize("path", ["verdict", "survey", "response", "app_pages/verdict"])
def test_no_page_of_the_app_is_served_here(enter, form, visit, path):
    page = visit(f"{form}/{path}", locale="en-US")
    page.wait_for_timeout(1500)
    body = page.locator("body").inner_text()
    assert not any(word in body for word in ("platform team", "Survey rounds", "Response", "Verdict"))
    assert page.get_by_test_id("stSidebarNavLink").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_the_ground(enter, round, scheme):
    """Contrast of text of at least 4.5 to 1 (WCAG 2.2, 1.4.3), of what is chosen too."""
    page = enter(round(), color_scheme=scheme)
    press(page, "Start")
    choose(page, "We often wait.", "Yes")
    page.get_by_label("For what?").wait_for()  # the page is drawn anew by the choice, and stands still again
    press(page, "Save and go on")
    page.get_by_role("button", name="Jenkins").click()
    page.wait_for_timeout(500)
    low = page.evaluate(CONTRAST)
    assert low == []


FOCUSED = """(() => { const e = document.activeElement; const label = e.closest('label');
  return (e.getAttribute('aria-label') || (label || e).innerText || '').trim(); })()"""
CONTRAST = """() => {
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3]));
  const light = (c) => { const [r, g, b] = c.map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { const layers = []; for (; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255]); };
  const found = [];
  for (const e of document.querySelectorAll('[data-testid=stMain] p, [data-testid=stMain] h1')) {
    if (!e.innerText.trim() || e.closest('[disabled]')) continue;
    const under = ground(e), ink = over(parse(getComputedStyle(e).color), under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) found.push([e.innerText, ((a + 0.05) / (b + 0.05)).toFixed(2)]);
  }
  return found;
}"""
