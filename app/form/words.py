"""What the form itself says, by language; the questions come from the questionnaire. A language without words here is shown in English."""

from collections.abc import Mapping

ENGLISH = {
    "name": "English",
    "minutes": "About {minutes} minutes. Your team: **{team}**.",
    "until": "You can answer until {day}.",
    "who": "Who sees what",
    "groups": "Nobody is shown your answers alone. Results are shown for groups of at least {k} people, never for one "
    "person, and no role or team below that.",
    "stored-person": "Your link counts one person. Your answers are stored under a pseudonym, not under your name or "
    "address, and without a time. Only somebody who has the database **and** the key of this survey "
    "could work out whose they are; the program never does.",
    "stored-anonymous": "Your link counts one person. Nothing that names you is stored with it: no name, no address, no "
    "time. Only somebody who noted who got which link could work out whose answers they are; the program keeps no such "
    "list.",
    "stored-team": "Your whole team has the same link. Nothing that names you is stored: no name, no address, no time.",
    "texts": "What you write in your own words is shown word by word, without team and role, and only once at least 10 "
    "people were asked. Do not write names or anything that gives you or others away.",
    "yours": "You can skip every question, change your answers or delete them until the survey is closed. After that, "
    "whoever sent you the link can delete them for you.",
    "own": "This address is now yours alone: keep it (a bookmark will do) to come back to your answers. To your "
    "colleagues pass on the link that your team was sent, not this one.",
    "resume": "You can stop whenever you like and come back with the same link, in another browser too.",
    "no-role": "No answer",
    "start": "Start",
    "continue": "Continue",
    "so-far": "You have answered {n} of {of} questions. Everything up to the last page you left is saved.",
    "page": "Page {n} of {of}",
    "skip": "Every question may be skipped.",
    "several": "Choose as many as fit.",
    "clear": "Clear this page",
    "number": "{low} to {high} ({unit})",
    "no-names": "Do not write names or anything that gives you or others away. At most {longest} characters.",
    "back": "Back",
    "next": "Save and go on",
    "to-review": "Save and review",
    "review": "Review your answers",
    "review-intro": "Nothing counts until you submit. Choose a question to change its answer.",
    "skipped": "skipped",
    "skipped-n": "{n} of {of} questions are skipped. That is fine.",
    "submit": "Submit",
    "done": "Thank you",
    "done-counts": "Your answers are submitted and count.",
    "done-change": "You can change them with the same link until the survey is closed. What you change counts as soon as it is saved.",
    "change": "Change my answers",
    "delete": "Delete my answers",
    "delete-sure": "Everything that you answered will be deleted. This cannot be undone.",
    "delete-yes": "Yes, delete everything",
    "keep": "No, keep them",
    "deleted": "Your answers are deleted.",
    "not-saved": "This could not be saved. Your answers are still on this page: please try again in a moment.",
    "refused": "This could not be saved: {why}",
    "unknown": "This link is not known",
    "unknown-text": "Perhaps it was cut off, or a newer link has replaced it. Ask whoever sent it to you for a new one.",
    "none": "This page needs your link",
    "none-text": "Open the link that you were sent; it ends with ?t= and your token.",
    "draft": "The survey has not begun",
    "draft-text": "Please come back with the same link later.",
    "closed": "The survey is closed",
    "closed-text": "It takes no more answers. Thank you to everybody who took part.",
    "closed-yours": "Your answers were submitted and count.",
    "closed-open": "Your answers were not submitted, so they do not count.",
    "broken": "The survey cannot be reached",
    "broken-text": "Nothing of what was saved is lost. Please try again in a few minutes.",
    "again": "Try again",
    "language": "Language",
    "licences": "Where questions come from",
}
GERMAN = {
    "name": "Deutsch",
    "minutes": "Etwa {minutes} Minuten. Dein Team: **{team}**.",
    "until": "Du kannst bis zum {day} antworten.",
    "who": "Wer was sieht",
    "groups": "Niemand bekommt deine Antworten einzeln zu sehen. Ergebnisse werden nur für Gruppen von mindestens {k} "
    "Personen gezeigt, nie für eine Person, und für keine kleinere Rolle oder kleineres Team.",
    "stored-person": "Dein Link zählt für eine Person. Gespeichert werden deine Antworten unter einem Pseudonym, nicht "
    "unter deinem Namen oder deiner Adresse, und ohne Uhrzeit. Nur wer die Datenbank **und** den "
    "Schlüssel dieser Umfrage hat, könnte herausfinden, von wem sie sind; das Programm tut das nie.",
    "stored-anonymous": "Dein Link zählt für eine Person. Gespeichert wird nichts, was dich benennt: kein Name, keine "
    "Adresse, keine Uhrzeit. Nur wer notiert hat, wer welchen Link bekam, könnte herausfinden, von wem die Antworten sind; "
    "das Programm führt keine solche Liste.",
    "stored-team": "Dein ganzes Team hat denselben Link. Gespeichert wird nichts, was dich benennt: kein Name, keine "
    "Adresse, keine Uhrzeit.",
    "texts": "Was du in eigenen Worten schreibst, wird wörtlich gezeigt, ohne Team und Rolle, und erst wenn mindestens 10 "
    "Personen gefragt wurden. Schreib keine Namen und nichts, woran man dich oder andere erkennt.",
    "yours": "Du kannst jede Frage überspringen und deine Antworten ändern oder löschen, bis die Umfrage geschlossen "
    "wird. Danach kann sie löschen, wer dir den Link geschickt hat.",
    "own": "Diese Adresse gehört jetzt dir allein: Heb sie auf (ein Lesezeichen genügt), um zu deinen Antworten "
    "zurückzukommen. Gib im Team den Link weiter, den ihr bekommen habt, nicht diesen.",
    "resume": "Du kannst jederzeit aufhören und mit demselben Link weitermachen, auch in einem anderen Browser.",
    "no-role": "Keine Angabe",
    "start": "Los geht's",
    "continue": "Weiter",
    "so-far": "Du hast {n} von {of} Fragen beantwortet. Gespeichert ist alles bis zur letzten Seite, die du verlassen hast.",
    "page": "Seite {n} von {of}",
    "skip": "Jede Frage darf übersprungen werden.",
    "several": "Wähle alles, was passt.",
    "clear": "Diese Seite leeren",
    "number": "{low} bis {high} ({unit})",
    "no-names": "Schreib keine Namen und nichts, woran man dich oder andere erkennt. Höchstens {longest} Zeichen.",
    "back": "Zurück",
    "next": "Speichern und weiter",
    "to-review": "Speichern und prüfen",
    "review": "Deine Antworten prüfen",
    "review-intro": "Erst mit dem Abschicken zählen deine Antworten. Wähle eine Frage, um die Antwort zu ändern.",
    "skipped": "übersprungen",
    "skipped-n": "{n} von {of} Fragen sind übersprungen. Das ist in Ordnung.",
    "submit": "Abschicken",
    "done": "Danke",
    "done-counts": "Deine Antworten sind abgeschickt und zählen.",
    "done-change": "Mit demselben Link kannst du sie ändern, bis die Umfrage geschlossen wird. Änderungen zählen, sobald "
    "sie gespeichert sind.",
    "change": "Meine Antworten ändern",
    "delete": "Meine Antworten löschen",
    "delete-sure": "Alles, was du geantwortet hast, wird gelöscht. Das lässt sich nicht rückgängig machen.",
    "delete-yes": "Ja, alles löschen",
    "keep": "Nein, behalten",
    "deleted": "Deine Antworten sind gelöscht.",
    "not-saved": "Das konnte nicht gespeichert werden. Deine Antworten stehen noch auf dieser Seite: Bitte versuch es gleich noch einmal.",
    "refused": "Das konnte nicht gespeichert werden: {why}",
    "unknown": "Dieser Link ist nicht bekannt",
    "unknown-text": "Vielleicht wurde er abgeschnitten, oder ein neuerer hat ihn ersetzt. Bitte frag dort nach einem "
    "neuen, wo du ihn bekommen hast.",
    "none": "Diese Seite braucht deinen Link",
    "none-text": "Öffne den Link, den du bekommen hast; er endet mit ?t= und deinem Schlüssel.",
    "draft": "Die Umfrage hat noch nicht begonnen",
    "draft-text": "Bitte komm später mit demselben Link wieder.",
    "closed": "Die Umfrage ist geschlossen",
    "closed-text": "Sie nimmt keine Antworten mehr an. Danke an alle, die mitgemacht haben.",
    "closed-yours": "Deine Antworten wurden abgeschickt und zählen.",
    "closed-open": "Deine Antworten wurden nicht abgeschickt und zählen deshalb nicht.",
    "broken": "Die Umfrage ist gerade nicht erreichbar",
    "broken-text": "Von dem, was gespeichert wurde, ist nichts verloren. Bitte versuch es in ein paar Minuten noch einmal.",
    "again": "Noch einmal versuchen",
    "language": "Sprache",
    "licences": "Woher Fragen stammen",
}
LANGUAGES: dict[str, Mapping[str, str]] = {"en": ENGLISH, "de": GERMAN}


def words(language: str) -> Mapping[str, str]:
    """The form's own words in a language."""
    return LANGUAGES.get(language, ENGLISH)


def day(iso: str, language: str) -> str:
    """A day as people of that language write it: 2026-12-31 in English, 31.12.2026 in German."""
    return ".".join(reversed(iso.split("-"))) if language == "de" else iso
