"""What is copied, what is solved alone, and which edits were made by hand in many places?

Table -> column -> meaning; `team == ""` is the organisation as a whole.
"""

TABLES: dict[str, dict[str, str]] = {
    "solutions": {
        "workflow": "workflow",
        "team": "team",
        "repository": "repository",
        "path": "main file of the solution; '' where only a reference shows it",
        "solution": "family id: shared:<target>, copy:<cluster>, own:<repository>",
        "kind": "shared (in use from a provider), copy (of one solution), own (independent)",
        "lines": "lines of plumbing it takes in this repository",
    },
    "clusters": {
        "cluster": "id, stable for the same members",
        "workflow": "workflow",
        "kind": "kind of file, such as github-workflow",
        "files": "members",
        "repositories": "repositories with a member",
        "teams": "teams with a member",
        "lines": "lines of the medoid",
        "redundant_lines": "lines that one shared version would save: all members' lines less the longest member",
        "drift": "mean share of lines by which members differ from the medoid, 0..1",
        "identical": "members identical after normalisation",
        "medoid_repository": "repository of the most central member",
        "medoid_path": "its path",
    },
    "members": {
        "cluster": "cluster",
        "repository": "repository",
        "team": "team; '' = unmapped",
        "path": "path at HEAD",
        "lines": "lines",
        "similarity": "share of lines shared with the medoid, 0..1",
        "first_seen": "day its first version was committed; NaT unknown",
    },
    "campaigns": {
        "campaign": "id",
        "workflow": "workflow",
        "first": "day of the first commit",
        "last": "day of the last commit",
        "repositories": "repositories changed",
        "teams": "teams whose repositories were changed",
        "people": "number of people who made it; <NA> where they are fewer than the organisation's k",
        "commits": "commits",
        "example_repository": "one of them",
        "example_path": "file",
        "example_commit": "object id",
    },
    "campaign_commits": {
        "campaign": "campaign",
        "repository": "repository",
        "team": "team; '' = unmapped",
        "commit": "object id",
        "day": "day of the commit",
    },
}
