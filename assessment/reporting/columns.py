"""Which columns of a result table are shown to people, under which heading, and in which form?

Reads nothing: `SHOWN` is the list. The report writes them as text (`written.py`), the app keeps them sortable; both show the same.
Misleads: a shown table is narrower than the result; the saved tables have every column.
"""

from dataclasses import dataclass
from enum import StrEnum

from assessment.decisions.assessment import COLUMNS
from assessment.reporting import words


class Form(StrEnum):
    """How a value is written."""

    TEXT = "text"
    TEAM = "team"
    WORKFLOW = "workflow"
    CODE = "code"
    COMMIT = "commit"
    COUNT = "count"
    DECIMAL = "decimal"
    ESTIMATE = "estimate"
    SEVERITY = "severity"
    PERCENT = "percent"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One shown column; `absent` is written where the value is missing, `blank` where it is an empty text."""

    name: str
    label: str
    form: Form = Form.TEXT
    absent: str = "–"
    blank: str = ""


_TEAM = Column("team", "Team", Form.TEAM, blank="no team")
_WORKFLOW = Column("workflow", "Workflow", Form.WORKFLOW)
_REPOSITORY = Column("repository", "Repository")
_PATH = Column("path", "Path", Form.CODE)

SHOWN: dict[str, tuple[Column, ...]] = {
    "indicators": (
        Column("indicator", "Indicator", Form.WORKFLOW),
        Column("team", "Team", Form.TEAM, blank="the organisation"),
        Column("value", "Severity", Form.SEVERITY, words.NO_VALUE),
        Column("low", "5 %", Form.SEVERITY),
        Column("high", "95 %", Form.SEVERITY),
        Column("resonates", "Resonates", Form.PERCENT),
        Column("coverage", "Coverage", Form.PERCENT),
        Column("answers", "Answers", Form.COUNT),
        Column("repositories", "Repositories", Form.COUNT),
    ),
    "workflows": (
        Column("rank", "Rank", Form.COUNT),
        _WORKFLOW,
        Column("first", "Is first", Form.PERCENT),
        Column("hours_year", "Hours a year", Form.ESTIMATE),
        Column("hours_low", "5 %", Form.ESTIMATE),
        Column("hours_high", "95 %", Form.ESTIMATE),
        Column("pain", "Pain", Form.DECIMAL),
        Column("answers", "Answers", Form.COUNT),
        Column("commits_year", "Commits", Form.COUNT),
        Column("solutions", "Solutions", Form.DECIMAL),
        Column("eligible", "Teams", Form.COUNT),
        Column("carried", "Carried by", Form.COUNT),
        Column("copied_lines", "Copied lines", Form.COUNT),
    ),
    "clusters": (
        Column("cluster", "Cluster"),
        _WORKFLOW,
        Column("kind", "Kind of file"),
        Column("medoid_path", "Most central file", Form.CODE),
        Column("files", "Files", Form.COUNT),
        Column("repositories", "Repositories", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
        Column("redundant_lines", "Redundant lines", Form.COUNT),
        Column("drift", "Drift", Form.PERCENT),
        Column("identical", "Identical", Form.COUNT),
    ),
    "members": (
        _REPOSITORY,
        _TEAM,
        _PATH,
        Column("lines", "Lines", Form.COUNT),
        Column("similarity", "Similarity", Form.PERCENT),
        Column("first_seen", "First seen", Form.DAY),
    ),
    "hotspots": (
        _REPOSITORY,
        _TEAM,
        _PATH,
        _WORKFLOW,
        Column("commits", "Commits", Form.COUNT),
        Column("trend", "Trend", Form.PERCENT),
        Column("lines_changed", "Lines changed", Form.COUNT),
        Column("size", "Bytes", Form.COUNT),
        Column("share", "Share", Form.PERCENT),
    ),
    "hotspot_groups": (
        Column("level", "Level"),
        _REPOSITORY,
        Column("name", "Name"),
        Column("commits", "Commits", Form.COUNT),
        Column("trend", "Trend", Form.PERCENT),
        Column("lines_changed", "Lines changed", Form.COUNT),
        Column("share", "Share", Form.PERCENT),
    ),
    "service_months": (
        _TEAM,
        _REPOSITORY,
        Column("month", "Month", Form.DAY),
        Column("commits", "Commits", Form.COUNT),
        Column("plumbing", "On plumbing", Form.COUNT),
    ),
    "glue": (
        Column("team", "Team", Form.TEAM, blank="all"),
        Column("workflow", "Workflow", Form.WORKFLOW, blank="all"),
        Column("commits", "Commits", Form.COUNT),
        Column("outside_share", "From outside", Form.PERCENT),
        Column("top_share", "By the busiest three", Form.PERCENT, words.FEW),
        Column("people", "People", Form.COUNT, words.FEW),
        Column("files", "Files", Form.COUNT),
        Column("orphaned_share", "Known to nobody", Form.PERCENT, words.FEW),
        Column("departure_share", "If k more left", Form.PERCENT, words.FEW),
        Column("truck_factor", "Truck factor", Form.COUNT, words.FEW),
    ),
    "exposure": (
        _TEAM,
        Column("people", "People", Form.COUNT, words.FEW),
        Column("repositories", "Repositories", Form.COUNT),
        Column("technologies", "Technologies", Form.COUNT),
        Column("workflows_alone", "Workflows alone", Form.COUNT),
        Column("mechanisms", "Several tools for one", Form.COUNT),
        Column("switches_per_day", "Switches a day", Form.DECIMAL, words.FEW),
        Column("focus", "Focus", Form.DECIMAL, words.FEW),
        Column("n_days", "Days", Form.COUNT, words.FEW),
    ),
    "toil": (
        _WORKFLOW,
        _TEAM,
        _REPOSITORY,
        Column("commits", "Commits", Form.COUNT),
        Column("lines", "Lines", Form.COUNT),
        Column("outside", "Outside", Form.COUNT),
        Column("propagated", "Propagated", Form.COUNT),
        Column("retries", "Retries", Form.COUNT),
        Column("bumps", "Bumps by hand", Form.COUNT),
    ),
    "per month": (
        _TEAM,
        Column("months", "Service-months", Form.COUNT),
        Column("plumbing", "Commits on plumbing", Form.COUNT),
        Column("per_month", "Per service-month", Form.DECIMAL),
        Column("share", "Share of all commits", Form.PERCENT),
    ),
    "left out": (
        Column("what", "What"),
        Column("count", "How many", Form.COUNT),
        Column("repositories", "In repositories", Form.COUNT),
        Column("means", "What that does"),
    ),
    "outcomes": (
        Column("indicator", "Indicator", Form.WORKFLOW),
        Column("title", "Measure"),
        Column("source", "Source"),
        Column("weight", "Weight", Form.DECIMAL),
        Column("measured", "Measured", Form.COUNT),
        Column("not applicable", "Not applicable", Form.COUNT),
        Column("unavailable", "Unavailable", Form.COUNT),
        Column("failed", "Failed", Form.COUNT),
    ),
    "campaigns": (
        Column("campaign", "Campaign"),
        _WORKFLOW,
        Column("first", "First", Form.DAY),
        Column("last", "Last", Form.DAY),
        Column("repositories", "Repositories", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
        Column("people", "People", Form.COUNT, words.FEW),
        Column("commits", "Commits", Form.COUNT),
        Column("example_repository", "For example"),
        Column("example_path", "Path", Form.CODE),
        Column("example_commit", "Commit", Form.COMMIT),
    ),
    "campaign_commits": (
        Column("campaign", "Campaign"),
        _REPOSITORY,
        _TEAM,
        Column("commit", "Commit", Form.COMMIT),
        Column("day", "Day", Form.DAY),
    ),
    "adoption": (
        Column("road", "Paved road"),
        _WORKFLOW,
        Column("eligible", "Eligible", Form.COUNT),
        Column("on_road", "On the road", Form.COUNT),
        Column("share", "Share", Form.PERCENT),
        Column("voluntary", "Freely", Form.COUNT),
        Column("mandated", "Under a mandate", Form.COUNT),
        Column("days_on", "Days, on", Form.DECIMAL),
        Column("days_off", "Days, off", Form.DECIMAL),
        Column("tax", "Tax test"),
    ),
    "providers": (
        Column("provider", "Provider", Form.CODE),
        Column("workflow", "Workflow", Form.WORKFLOW),
        Column("owner_team", "Offered by", Form.TEAM, blank="no team"),
        Column("tier", "Serves"),
        Column("repositories", "Repositories", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
        Column("direct", "Name it", Form.COUNT),
        Column("through", "Through others", Form.COUNT),
        Column("pin_sha", "Pinned to a commit", Form.PERCENT),
        Column("pin_tag", "To a version", Form.PERCENT),
        Column("pin_branch", "To a branch", Form.PERCENT),
        Column("unpinned", "Not pinned", Form.PERCENT),
        Column("newest", "Newest in use"),
        Column("road", "Paved road"),
    ),
    "runs": (
        _REPOSITORY,
        _TEAM,
        Column("path", "Pipeline", Form.CODE),
        Column("runs", "Runs", Form.COUNT),
        Column("window_from", "From", Form.DAY),
        Column("window_to", "To", Form.DAY),
        Column("median_minutes", "Minutes, typical", Form.DECIMAL),
        Column("p95_minutes", "Minutes, slowest 5 %", Form.DECIMAL),
        Column("queue_minutes", "Minutes waited", Form.DECIMAL),
        Column("failure_rate", "Failed", Form.PERCENT),
        Column("retry_rate", "Repeated", Form.PERCENT),
        Column("shared", "With a shared workflow", Form.COUNT),
        Column("road", "Paved road"),
    ),
    "controls": (
        Column("title", "Control"),
        Column("present", "Present", Form.COUNT),
        Column("absent", "Absent", Form.COUNT),
        Column("unavailable", "Not to be seen", Form.COUNT),
        Column("not_applicable", "Not applicable", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
        Column("spread", "Spread", Form.DECIMAL),
        Column("setting_entropy", "Settings differ", Form.DECIMAL),
        Column("ordinal_spread", "Settings apart", Form.DECIMAL),
        Column("on_road", "On the road", Form.PERCENT),
        Column("off_road", "Off the road", Form.PERCENT),
        Column("imported", "Imported", Form.COUNT),
        Column("disagreements", "Contradictions", Form.COUNT),
        Column("requirements", "Related requirements"),
    ),
    "control_settings": (
        Column("control", "Control", Form.CODE),
        Column("outcome", "Outcome"),
        Column("setting", "Set to"),
        Column("repositories", "Repositories", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
    ),
    "services": (
        _REPOSITORY,
        _TEAM,
        Column("born", "Born", Form.DAY),
        Column("first_ci", "First pipeline", Form.DAY),
        Column("first_deployable", "First deployable", Form.DAY),
        Column("first_release", "First release", Form.DAY),
        Column("days_to_deployable", "Days to deployable", Form.DECIMAL),
        Column("censored", "On its way", Form.FLAG),
        Column("plumbing_90d", "Plumbing commits, 90 days", Form.COUNT),
        Column("plumbing_share_50", "Plumbing, first 50", Form.PERCENT),
        Column("template", "Born from"),
        Column("restarted", "Arrived whole", Form.FLAG),
    ),
    "tools": (
        _REPOSITORY,
        _TEAM,
        Column("workflow", "Workflow"),
        Column("title", "Tool"),
        Column("state", "State"),
        Column("confidence", "Confidence"),
        Column("path", "File", Form.CODE),
        Column("line", "Line", Form.COUNT),
    ),
    "workflow_outcomes": (
        _REPOSITORY,
        _TEAM,
        _WORKFLOW,
        Column("outcome", "Outcome"),
        Column("why", "Why"),
    ),
    "capabilities": (
        Column("capability", "Job", Form.CODE),
        Column("phase", "Phase"),
        Column("repositories", "Repositories", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
        Column("ways", "Ways", Form.COUNT),
        Column("effective", "Effective number of ways", Form.DECIMAL),
        Column("top", "Most common way", Form.CODE),
        Column("top_share", "Its share", Form.PERCENT),
        Column("shared_share", "Shared", Form.PERCENT),
        Column("platform_share", "On the platform", Form.PERCENT),
    ),
    "capability_ways": (
        Column("capability", "Job", Form.CODE),
        Column("way", "Way", Form.CODE),
        Column("repositories", "Repositories", Form.COUNT),
        Column("teams", "Teams", Form.COUNT),
        Column("tier", "Shared by", blank="not shared"),
    ),
    "disagreements": (
        Column("indicator", "Indicator", Form.WORKFLOW),
        Column("team", "Team", Form.TEAM, blank="the organisation"),
        Column("perceived", "Said", Form.SEVERITY),
        Column("observed", "Seen", Form.SEVERITY),
        Column("question", "What to talk about"),
    ),
    "measures": (
        Column("indicator", "Indicator", Form.WORKFLOW),
        Column("title", "Measure"),
        Column("source", "Source"),
        Column("team", "Team", Form.TEAM, blank="between teams"),
        Column("outcome", "Outcome"),
        Column("value", "Value", Form.DECIMAL),
        Column("unit", "Unit"),
        Column("severity", "Severity", Form.SEVERITY),
        Column("weight", "Weight", Form.DECIMAL),
        Column("n", "n", Form.COUNT),
        Column("of", "of", Form.COUNT),
        Column("note", "Note"),
    ),
    "evidence": (
        Column("team", "Team", Form.TEAM, blank="between teams"),
        _REPOSITORY,
        _PATH,
        Column("line", "Line", Form.COUNT),
        Column("commit", "Commit", Form.COMMIT),
        Column("note", "What is to be seen there"),
    ),
    "coverage": (
        _REPOSITORY,
        _TEAM,
        Column("mapped_by", "Team named by"),
        Column("claims", "Also claimed by"),
        Column("state", "State"),
        Column("message", "Why not"),
        Column("commits", "Commits", Form.COUNT),
        Column("files", "Files", Form.COUNT),
        Column("plumbing_files", "Plumbing files", Form.COUNT),
        Column("shallow", "Shallow", Form.FLAG),
        Column("missing_blobs", "Missing", Form.COUNT),
        Column("oversized", "Oversized", Form.COUNT),
        Column("withheld", "Withheld", Form.COUNT),
        Column("vendored", "Vendored", Form.COUNT),
        Column("automation", "Commits by bots", Form.COUNT),
        Column("automation_share", "Bots' share", Form.PERCENT),
        Column("last_commit", "Newest commit", Form.DAY),
    ),
    "response": (
        Column("team", "Team", Form.TEAM, blank="all"),
        Column("headcount", "Members", Form.COUNT),
        Column("answers", "Answered", Form.COUNT, words.HIDDEN),
        Column("rate", "Rate", Form.PERCENT, words.HIDDEN),
    ),
    "items": (
        Column("text", "Item"),
        Column("team", "Team", Form.TEAM, blank="all"),
        Column("mean", "Mean", Form.DECIMAL, words.HIDDEN),
        Column("n", "Answers", Form.COUNT, words.HIDDEN),
        Column("not_applicable", "Not applicable", Form.COUNT, words.HIDDEN),
    ),
}


def meaning(table: str, column: str) -> str:
    """What a column means, in the words of the data dictionary; '' for a column that only the app and the report have."""
    return COLUMNS.get(table, {}).get(column, "")
