"""The words around the questions, by language: buttons, notes, headings. Texts that a respondent reads belong to the questionnaire.

A language that is not here gets the English ones; adding one is adding a column.
"""

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "minutes": "minutes",
        "licences": "Where the wording comes from",
        "only": "only",
        "if": "if",
        "quoted": "“%s”",
        "at most": "at most",
        "characters": "characters",
        "empty if unknown": "Leave it empty if you do not know.",
        "no script": "This page needs JavaScript. It sends nothing anywhere.",
        "about": "About you",
        "thanks": "Thank you. Your answers are stored.",
    },
    "de": {
        "minutes": "Minuten",
        "licences": "Woher die Formulierungen stammen",
        "only": "nur",
        "if": "wenn",
        "quoted": "„%s“",
        "at most": "höchstens",
        "characters": "Zeichen",
        "empty if unknown": "Leer lassen, wenn du es nicht weißt.",
        "no script": "Diese Seite braucht JavaScript. Sie schickt nichts irgendwohin.",
        "about": "Über dich",
        "thanks": "Danke. Deine Antworten sind gespeichert.",
    },
}

FORM: dict[str, dict[str, str]] = {  # of the page that works offline
    "en": {
        "name": "English",
        "language": "Language",
        "choose": "– please choose –",
        "next": "Next",
        "back": "Back",
        "page": "Page",
        "clear": "Clear",
        "change": "Change",
        "review title": "Your answers",
        "review": "Here is what will be saved. You can still change it. What you skipped stays unanswered.",
        "not answered": "not answered",
        "save": "Save as a file",
        "save again": "Save again",
        "thank you": "Thank you",
        "saved as": "Your answers were saved as",
        "send it": "Send this file to whoever asked you, or put it where you were told to.",
        "team first": "Please say which team you work in: answers are shown by team, never by person.",
        "number from": "Please give a number from",
        "to": "to",
        "who sees": "Your answers stay in this page until you save them as a file. Whoever gets the file can read them; "
        "once they are imported, results are shown for groups only. You need not answer everything.",
    },
    "de": {
        "name": "Deutsch",
        "language": "Sprache",
        "choose": "– bitte wählen –",
        "next": "Weiter",
        "back": "Zurück",
        "page": "Seite",
        "clear": "Löschen",
        "change": "Ändern",
        "review title": "Deine Antworten",
        "review": "Das wird gespeichert. Du kannst es noch ändern. Was du übersprungen hast, bleibt unbeantwortet.",
        "not answered": "nicht beantwortet",
        "save": "Als Datei speichern",
        "save again": "Noch einmal speichern",
        "thank you": "Danke",
        "saved as": "Deine Antworten wurden gespeichert als",
        "send it": "Schicke diese Datei an die Person, die dich gefragt hat, oder lege sie dort ab, wo es verabredet ist.",
        "team first": "Bitte sag, in welchem Team du arbeitest: Antworten werden nach Teams gezeigt, nie nach Personen.",
        "number from": "Bitte eine Zahl von",
        "to": "bis",
        "who sees": "Deine Antworten bleiben auf dieser Seite, bis du sie als Datei speicherst. Wer die Datei bekommt, kann sie lesen; "
        "sobald sie eingelesen ist, werden Ergebnisse nur für Gruppen gezeigt. Du musst nicht alles beantworten.",
    },
}


def words_of(language: str) -> dict[str, str]:
    """The words in a language, of its main form (de for de-AT), or in English."""
    return WORDS["en"] | WORDS.get(language.partition("-")[0], {})
