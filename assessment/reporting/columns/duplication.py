"""What is copied, what is solved alone, and which edits were made by hand in many places? The columns as people see them."""

from assessment.reporting import words
from assessment.reporting.columns.column import PATH, REPOSITORY, TEAM, WORKFLOW, Column, Form

SHOWN: dict[str, tuple[Column, ...]] = {
    "clusters": (
        Column("cluster", "Cluster"),
        WORKFLOW,
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
        REPOSITORY,
        TEAM,
        PATH,
        Column("lines", "Lines", Form.COUNT),
        Column("similarity", "Similarity", Form.PERCENT),
        Column("first_seen", "First seen", Form.DAY),
    ),
    "campaigns": (
        Column("campaign", "Campaign"),
        WORKFLOW,
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
        REPOSITORY,
        TEAM,
        Column("commit", "Commit", Form.COMMIT),
        Column("day", "Day", Form.DAY),
    ),
}
