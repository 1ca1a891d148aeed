"""What of the answers may be shown: the one door to the outside.

`tables` makes everything that leaves the survey. Inside: `heard` (answers as arrays) · `patterns` (which teams) · `means` (the published
means, in steps; everything else is made of them) · `estimates` (predicted means and their errors) · `rates`, `drivers`, `questions`,
`choices`, `reliabilities`, `changes`, `comments` (one table each) · `signals` (what the assessment reads).

There is one release, the same for everybody who looks; roles are in none of its numbers. What it promises is attacked in
tests/privacy/attacks: from all tables of all rounds together, no sum of answers of fewer than k people can be worked out, nor bounded more
closely than to half of the range of one answer, also by somebody who takes all others to have answered as before.
Not protected: a member who knows the answers of others; a release made anew after one more answer, or one deleted, of the same round.
"""

from assessment.survey.release.means import Published
from assessment.survey.release.questions import ITEMS
from assessment.survey.release.rates import RESPONSE, response
from assessment.survey.release.signals import HIDDEN, Patterns, hidden, patterns, released, shown_teams, standing_for_all
from assessment.survey.release.tables import COLUMNS, tables

__all__ = [
    "COLUMNS", "HIDDEN", "ITEMS", "RESPONSE", "Patterns", "Published", "hidden", "patterns", "released", "response", "shown_teams",
    "standing_for_all", "tables",
]  # fmt: skip
