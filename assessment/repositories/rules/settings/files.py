"""Lock files beside manifests, and secret-bearing files that were committed (of those only the paths are known)."""

import re
from collections.abc import Iterator

from assessment.repositories.rules.settings.seen import NOT_APPLICABLE, Finding, Seen, share

TERRAFORM_LOCK = ".terraform.lock.hcl"
_APPLIED = re.compile(r"(?m)^[ \t]*backend\s+\"|^[ \t]*cloud\s*\{|^provider\s+\"")
_DEPENDS = {  # what a manifest must say to have something to lock; a pyproject.toml only where its tool locks
    "package.json": re.compile(r"[dD]ependencies\"\s*:\s*\{\s*\""),
    "pyproject.toml": re.compile(r"(?m)^\[tool\.(poetry|uv|pdm)\b"),
    "go.mod": re.compile(r"(?m)^require\b"),
    "cargo.toml": re.compile(r"dependencies"),
    "composer.json": re.compile(r"\"require"),
}


def lockfile(seen: Seen) -> Finding:
    """Present where each manifest has a lock file in its folder or above; absent, mixed or none, else. Not applicable without manifests
    whose tools lock, and that name a dependency at all."""
    split = [(file.path, *file.path.casefold().rpartition("/")[::2]) for file in seen.files]
    present = {(folder, base) for _, folder, base in split}
    locks = seen.rules.locks
    texts = {text.path: text.text for text in seen.of_kind("build-manifest")}
    manifests = [(path, folder, base) for path, folder, base in split if base in locks and _depends(base, texts.get(path))]
    locked = {path: any((above, lock) in present for above in _upwards(folder) for lock in locks[base]) for path, folder, base in manifests}
    locked |= {path: (folder, TERRAFORM_LOCK) in present for path, folder in _root_modules(seen)}
    if not locked:
        return NOT_APPLICABLE
    bare = next((path for path, done in locked.items() if not done), next(iter(locked)))
    setting = share(sum(locked.values()), len(locked))
    return Finding("present", "", bare) if setting == "all" else Finding("absent", setting, bare)


def _depends(base: str, text: str | None) -> bool:
    """Whether a manifest names dependencies that its tool would lock; yes where it was not read."""
    wanted = _DEPENDS.get(base)
    return text is None or wanted is None or bool(wanted.search(text))


def _root_modules(seen: Seen) -> Iterator[tuple[str, str]]:
    """One file and the folder of each Terraform configuration that is applied itself: it names a backend, or configures a provider."""
    known = set[str]()
    for text in seen.of_kind("terraform"):
        folder = text.path.casefold().rpartition("/")[0]
        if folder not in known and text.path.endswith(".tf") and _APPLIED.search(seen.code[text.path]):
            known.add(folder)
            yield text.path, folder


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
    found = []
    for sort in seen.rules.committed_secrets:
        kept = set(seen.matching(sort.harmless, serious))
        ours = [file for file in seen.matching(sort.path, serious) if file not in kept]
        serious = [file for file in serious if file not in ours and file not in kept]  # the first sort that a file is of decides
        found += [(sort, file.path) for file in ours]
    if not found:
        return None
    sure = [path for sort, path in found if not sort.doubtful]
    setting = " + ".join(sorted({sort.label for sort, _ in found}))
    return Finding("absent", setting, sure[0]) if sure else Finding("unavailable", setting, found[0][1])
