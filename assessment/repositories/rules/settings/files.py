"""Lock files beside manifests, and secret-bearing files that were committed. Both need paths only."""

from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen, share


def lockfile(seen: Seen) -> Finding:
    """Share of manifests with a lock file in their folder or above; manifests of tools without lock files do not count."""
    split = [(file.path, *file.path.casefold().rpartition("/")[::2]) for file in seen.files]
    present = {(folder, base) for _, folder, base in split}
    manifests = [(path, folder, base) for path, folder, base in split if base in seen.rules.locks]
    if not manifests:
        return NOT_APPLICABLE
    locks = seen.rules.locks
    locked = [any((above, lock) in present for above in _upwards(folder) for lock in locks[base]) for _, folder, base in manifests]
    bare = next((path for (path, _, _), done in zip(manifests, locked, strict=True) if not done), manifests[0][0])
    setting = share(sum(locked), len(locked))
    return Finding("absent" if setting == "none" else "present", setting, bare)


def _upwards(folder: str) -> list[str]:
    parts = folder.split("/") if folder else []
    return ["/".join(parts[:n]) for n in range(len(parts), -1, -1)]


def managed_secrets(seen: Seen, stores: list[tuple[str, str, int]]) -> Finding:
    """Absent where a secret-bearing file is committed, unavailable where one may be; else present, with the stores that the files show."""
    committed = _committed(seen)
    if committed:
        return committed
    _, path, line = stores[0] if stores else ("", "", 0)
    return Finding("present", " + ".join(sorted({label for label, _, _ in stores})), path, line or None)


def _committed(seen: Seen) -> Finding | None:
    """Sorts of secret-bearing files that are committed; none where there is no such file (test material left aside)."""
    withheld = [file for file in seen.files if file.role == "secret"]
    harmless = set(seen.matching(seen.rules.test_material, withheld))
    serious = [file for file in withheld if file not in harmless]
    found = [(sort, file.path) for sort in seen.rules.committed_secrets for file in seen.matching(sort.path, serious)]
    if not found:
        return None
    sure = [path for sort, path in found if not sort.doubtful]
    setting = " + ".join(sorted({sort.label for sort, _ in found}))
    return Finding("absent", setting, sure[0]) if sure else Finding("unavailable", setting, found[0][1])
