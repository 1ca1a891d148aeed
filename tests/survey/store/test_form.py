"""What a respondent can do, on both databases."""

import datetime
import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from assessment.errors import SurveyError
from assessment.survey.store.form import Form
from assessment.survey.store.tables import rounds


def test_an_answer_is_there_again_after_entering_anew(store, form, opened):
    entered = form.enter(opened["r0"])
    assert (entered.own, entered.anonymous) == (True, False)
    assert (entered.round, entered.team, entered.state, entered.response, entered.given) == ("2026-1", "red", "open", "", {})
    form.save(opened["r0"], {"a": "yes", "hours": "2,5", "tools": "Actions; Jenkins"}, role="engineer", language="en")
    again = form.enter(opened["r0"])
    assert again.given == {"a": "Yes", "hours": "2.5", "tools": "Jenkins; Actions"}
    assert (again.role, again.language, again.response) == ("Engineer", "en", "started")
    assert store.answers().empty  # not before it is submitted


def test_who_changes_something_is_told_what_the_token_opens_then(form, opened):
    token = opened["r0"]
    changes = [
        lambda: form.save(token, {"a": "no", "b": "Partly", "hours": "2,50", "why": " because \n of it"}, role="manager", language="de"),
        lambda: form.save(token, {"a": "No", "b": "", "hours": "I don't know", "tools": "Actions; Jenkins", "why": "another"}),
        lambda: form.submit(token),
        lambda: form.save(token, {"a": "Yes", "why": None}, role="", language=""),
        lambda: form.submit(token),
        lambda: form.withdraw(token),
        lambda: form.save(token, {}),
    ]
    for change in changes:
        assert change() == form.enter(token)


def test_only_what_was_submitted_counts_and_it_counts_once(store, form, opened):
    form.save(opened["r0"], {"a": "No", "b": "I don't know", "why": "too much of =1+1"}, role="Engineer")
    for _ in range(2):
        form.submit(opened["r0"])
    found = store.answers().set_index("item")
    assert found["label"].to_dict() == {"a": "No", "b": "I don't know"}
    assert found.loc["a", ["round", "questionnaire", "team", "role", "version", "value", "state"]].tolist() == [
        "2026-1", "small", "red", "Engineer", 1, 1.0, "answered",
    ]  # fmt: skip
    assert found.loc["b", "state"] == "don't know"
    assert math.isnan(found.loc["b", "value"])
    assert store.texts()[["item", "text"]].to_dict("records") == [{"item": "why", "text": "too much of =1+1"}]


def test_a_mind_can_be_changed_until_the_round_is_closed(store, form, opened):
    token = opened["b1"]
    form.save(token, {"a": "No", "why": "first"})
    form.submit(token)
    form.save(token, {"a": "Yes", "why": "", "b": None})
    assert store.answers()["label"].tolist() == ["Yes"]
    assert store.texts().empty
    form.withdraw(token)
    assert store.answers().empty
    assert form.enter(token).response == "started"
    form.save(token, {"a": "Partly"})
    form.submit(token)
    store.close("2026-1")
    for change in (lambda: form.save(token, {"a": "No"}), lambda: form.submit(token), lambda: form.withdraw(token)):
        with pytest.raises(SurveyError, match=r"round '2026-1': is closed"):
            change()
    assert form.enter(token).given == {"a": "Partly"}
    assert store.answers()["label"].tolist() == ["Partly"]


def test_what_is_not_asked_any_more_is_dropped_on_submitting(store, form, opened):
    token = opened["r1"]
    form.save(token, {"a": "No", "why": "because", "budget": "Yes", "e": "Yes"}, role="Engineer")
    form.save(token, {"a": "Yes"})
    form.submit(token)
    assert set(store.answers()["item"]) == {"a"}  # why needs a No, budget a manager, e an optional section
    assert store.texts().empty


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"a": "Maybe"}, "item 'a': 'Maybe' is no answer; one of: No, Partly, Yes"),
        ({"hours": "161"}, "item 'hours': '161' is no answer; a number from 0 to 160"),
        ({"x": "No"}, "there is no item 'x'"),
        ({"why": "x" * 101}, "item 'why'"),
    ],
)
def test_an_answer_that_is_none_is_refused_whole(form, opened, given, said):
    with pytest.raises(SurveyError) as caught:
        form.save(opened["r0"], {"b": "Yes"} | given)
    assert said in str(caught.value)
    assert form.enter(opened["r0"]).given == {}


def test_an_unknown_role_is_refused(form, opened):
    with pytest.raises(SurveyError, match="unknown role 'King'"):
        form.save(opened["r0"], {"a": "Yes"}, role="King")


@pytest.mark.parametrize("token", ["", "nonsense", "x' OR '1'='1", "\ud800", "x\x00y"])
def test_an_unknown_link_opens_nothing(form, opened, token):
    with pytest.raises(SurveyError, match="this link is not known"):
        form.enter(token)
    with pytest.raises(SurveyError, match="this link is not known"):
        form.save(token, {"a": "Yes"})


def test_a_draft_and_a_round_past_its_day_take_no_answers(store, form, asked, opened):
    store.create("2026-2", asked, access="person", closes="2999-01-01")
    token = store.invite("2026-2", [("red", None)], bytes(32))[0].token
    assert form.enter(token).state == "draft"
    with pytest.raises(SurveyError, match="not open yet"):
        form.save(token, {"a": "Yes"})
    store.open("2026-2")
    form.save(token, {"a": "Yes"})
    yesterday = (datetime.date.today() - datetime.timedelta(days=1)).isoformat()
    with store.engine.begin() as connection:
        connection.execute(update(rounds).where(rounds.c.name == "2026-2").values(closes=yesterday))
    assert form.enter(token).state == "closed"
    with pytest.raises(SurveyError, match="is closed"):
        form.save(token, {"a": "No"})


def test_many_answer_through_the_link_of_a_team_each_with_a_link_of_their_own(store, form, asked):
    store.create("2026-1", asked, access="team")
    [invitation] = store.invite("2026-1", [("red", None)], bytes(32))
    store.open("2026-1")
    assert not form.enter(invitation.token).own
    assert form.enter(form.begin(invitation.token)).anonymous
    with pytest.raises(SurveyError, match="link of a whole team"):
        form.save(invitation.token, {"a": "Yes"})
    own = [form.begin(invitation.token) for _ in range(3)]
    assert len({*own, invitation.token}) == 4
    for token, said in zip(own, ("No", "Partly", "Yes"), strict=True):
        assert form.begin(token) == token
        form.save(token, {"a": said})
        form.submit(token)
    assert [form.enter(token).given for token in own] == [{"a": "No"}, {"a": "Partly"}, {"a": "Yes"}]
    found = store.answers()
    assert sorted(found["label"]) == ["No", "Partly", "Yes"]
    assert found["respondent"].str.fullmatch("anonymous-[0-9a-f]{16}").all()
    assert set(found["team"]) == {"red"}
    assert form.begin(invitation.token, own[0]) == own[0]  # twice is no second response
    assert store.rounds()[["links", "teams"]].to_numpy().tolist() == [[1, 1]]


def test_two_windows_and_double_clicks_leave_one_response(store, where, opened):
    """Twenty threads over two engines save and submit the same page."""
    address = store.form_address("another")
    forms = [Form(address), Form(address)]

    def click(number):
        forms[number % 2].save(opened["r0"], {"a": "Yes", "b": "No", "why": "x"}, role="Engineer")
        forms[number % 2].submit(opened["r0"])

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(click, range(20)))  # raises what a thread raised
    for form in forms:
        form.close()
    assert store.answers()[["item", "label"]].to_numpy().tolist() == [["a", "Yes"], ["b", "No"]]
