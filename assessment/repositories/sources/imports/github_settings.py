"""How GitHub repositories are set, as outcomes of our controls: what no file of a clone shows.

Reads: one object a repository, with `repository` (owner/name) and whatever of these was asked for; a section that is not there says
nothing, one that is `null` or GitHub's own "not protected" says absent, and one that GitHub refused says nothing:

    {"repository": "acme/shop",
     "settings":            repos/acme/shop                                      (also as a plain list of repositories)
     "protection":          repos/acme/shop/branches/main/protection
     "rules":               repos/acme/shop/rules/branches/main
     "environments":        repos/acme/shop/environments
     "code_scanning":       repos/acme/shop/code-scanning/default-setup
     "workflow_permissions": repos/acme/shop/actions/permissions/workflow}

Returns: rows of SETTINGS.
Misleads: it speaks of the branch that was asked about, on the day of the export; rules of the whole organisation are seen in `rules` only.
Source: docs.github.com REST: branch protection, rules, deployment environments, code scanning, actions permissions.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from assessment.repositories.sources.imports.documents import ImportedError, Record, records
from assessment.repositories.sources.imports.table import Setting

SOURCE = "github settings"
NOT_SET = ("not protected", "not enabled", "no analysis")  # what GitHub's message says where the answer is no
Found = Iterator[tuple[str, bool, str]]  # control, present, setting


def settings(paths: Iterable[Path]) -> list[Setting]:
    """Rows of SETTINGS. ImportedError names file and record, and the section that cannot be read."""
    return [row for path in paths for record in records(path, ("repositories",)) for row in _of(record)]


def _of(record: Record) -> Iterator[Setting]:
    said = record.value
    name = said.get("repository") or said.get("full_name")
    if not isinstance(name, str) or not name:
        raise ImportedError("names no repository", where=record.where, expected="a key repository or full_name with owner/name")
    sections = said if "repository" in said else {"settings": said}
    unknown = sorted(set(sections) - set(SECTIONS) - {"repository"})
    if unknown:
        raise ImportedError(f"unknown section '{unknown[0]}'", where=record.where, expected=f"possible: {', '.join(SECTIONS)}")
    for key, read in SECTIONS.items():
        if key not in sections or _refused(sections[key]):
            continue
        try:
            found = list(read(None if _is_message(sections[key]) else sections[key]))
        except (AttributeError, TypeError, KeyError) as error:
            raise ImportedError(f"section '{key}' cannot be read", where=record.where, expected="what the API printed") from error
        for control, present, setting in found:
            yield Setting(name, control, "present" if present else "absent", setting if present else "", SOURCE)


def _is_message(section: object) -> bool:
    return isinstance(section, dict) and "message" in section and len(section) <= 4


def _refused(section: object) -> bool:
    """An error that is no answer: without the right, GitHub says 'Not Found' too."""
    return isinstance(section, dict) and _is_message(section) and not any(word in str(section["message"]).lower() for word in NOT_SET)


def _settings(said: dict[str, Any] | None) -> Found:
    analysis = (said or {}).get("security_and_analysis")
    if not isinstance(analysis, dict):
        return
    on = {key: (value or {}).get("status") == "enabled" for key, value in analysis.items()}
    if "secret_scanning" in on:
        yield "secret-scanning", on["secret_scanning"], "push protection" if on.get("secret_scanning_push_protection") else "alerts"
    if "dependabot_security_updates" in on:
        yield "dependency-scanning", on["dependabot_security_updates"], "dependabot security updates"


def _protection(said: dict[str, Any] | None) -> Found:
    said = said or {}
    reviews, checks = said.get("required_pull_request_reviews"), said.get("required_status_checks")
    yield "branch-protection", bool(reviews), _reviews(reviews or {}, admins=_enabled(said, "enforce_admins"))
    count = len((checks or {}).get("checks") or (checks or {}).get("contexts") or ())
    yield "required-checks", count > 0, _checks(count, strict=bool((checks or {}).get("strict")))
    held = bool(said) and not _enabled(said, "allow_force_pushes")
    yield "no-force-push", held, "" if _enabled(said, "allow_deletions") else "deletion too"
    yield "signed-commits", _enabled(said, "required_signatures"), ""


def _rules(said: list[dict[str, Any]] | None) -> Found:
    by = {str(rule["type"]): rule.get("parameters") or {} for rule in said or ()}
    yield "branch-protection", "pull_request" in by, _reviews(by.get("pull_request", {}), admins=False)
    checks = by.get("required_status_checks", {})
    count = len(checks.get("required_status_checks") or ())
    yield "required-checks", count > 0, _checks(count, strict=bool(checks.get("strict_required_status_checks_policy")))
    yield "no-force-push", "non_fast_forward" in by, "deletion too" if "deletion" in by else ""
    yield "signed-commits", "required_signatures" in by, ""


def _environments(said: dict[str, Any] | None) -> Found:
    rules = [rule.get("type") for place in (said or {}).get("environments") or () for rule in place.get("protection_rules") or ()]
    kinds = sorted({str(kind).replace("_", " ") for kind in rules})
    yield "deployment-approval", bool(set(kinds) & {"required reviewers", "wait timer"}), ", ".join(kinds)


def _code_scanning(said: dict[str, Any] | None) -> Found:
    on = (said or {}).get("state") == "configured"
    # not configured here says nothing of a scan that a workflow runs
    if on:
        yield "static-analysis", True, f"default setup, {(said or {}).get('query_suite') or 'default'} queries"


def _workflow_permissions(said: dict[str, Any] | None) -> Found:
    yield "workflow-permissions", (said or {}).get("default_workflow_permissions") == "read", "read by default"


def _reviews(said: dict[str, Any], *, admins: bool) -> str:
    parts = [f"{said.get('required_approving_review_count') or 0} reviewers"]
    parts += ["stale reviews dismissed"] if said.get("dismiss_stale_reviews") or said.get("dismiss_stale_reviews_on_push") else []
    parts += ["code owners"] if said.get("require_code_owner_reviews") or said.get("require_code_owner_review") else []
    return ", ".join(parts + (["administrators too"] if admins else []))


def _checks(count: int, *, strict: bool) -> str:
    return f"{count} checks" + (", up to date" if strict else "")


def _enabled(said: dict[str, Any], key: str) -> bool:
    return bool((said.get(key) or {}).get("enabled"))


SECTIONS: dict[str, Callable[[Any], Found]] = {
    "settings": _settings,
    "protection": _protection,
    "rules": _rules,
    "environments": _environments,
    "code_scanning": _code_scanning,
    "workflow_permissions": _workflow_permissions,
}
