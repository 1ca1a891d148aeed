"""Objects that are broken, that cannot be, or that grow without end."""

import os
import struct
import zlib
from hashlib import sha1

from tests.repositories.sources.conftest import Made
from tests.repositories.sources.hostile.ground import Ground, attack, raw_commit, raw_tree


def _packed(ground: Ground, name: str) -> tuple[Made, str]:
    made = ground.plain(name)
    made.git("repack", "-q", "-a", "-d")
    pack = next((made.path / ".git/objects/pack").glob("*.pack"))
    for file in pack.parent.iterdir():
        file.chmod(0o644)
    return made, str(pack)


@attack("failed")
def a_pack_of_zeros(ground: Ground, name: str) -> None:
    _, pack = _packed(ground, name)
    size = os.path.getsize(pack)
    with open(pack, "wb") as file:
        file.write(b"\0" * size)


@attack("failed")
def a_pack_that_breaks_off(ground: Ground, name: str) -> None:
    _, pack = _packed(ground, name)
    os.truncate(pack, os.path.getsize(pack) // 2)


@attack("failed")
def an_index_of_a_pack_that_breaks_off(ground: Ground, name: str) -> None:
    _, pack = _packed(ground, name)
    os.truncate(pack.replace(".pack", ".idx"), 1_100)


@attack("failed")
def an_index_that_points_anywhere(ground: Ground, name: str) -> None:
    _, pack = _packed(ground, name)
    index = pack.replace(".pack", ".idx")
    with open(index, "r+b") as file:
        content = bytearray(file.read())
        content[-40 - 4 * 8 : -40] = b"\x7f\xff\xff\xf0" * 8
        file.seek(0)
        file.write(content)


def _spoil(made: Made, named: str, content: bytes) -> None:
    name = made.git("rev-parse", named)
    file = made.path / ".git/objects" / name[:2] / name[2:]
    file.chmod(0o644)
    file.write_bytes(content)


@attack("failed")
def a_commit_that_is_rubbish(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD", b"rubbish")


@attack("failed")
def a_tree_that_is_empty(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD^{tree}", b"")


@attack("collected", "failed")
def a_blob_that_is_rubbish(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD:Dockerfile", b"rubbish")


@attack("collected", "failed")
def a_blob_that_is_another(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD:Dockerfile", zlib.compress(b"blob 5\0other"))


@attack("collected", "failed", oversized=0)
def a_blob_that_says_it_is_endless(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD:Dockerfile", zlib.compress(b"blob 99999999999999\0" + b"x" * 100))


@attack("collected", "failed")
def a_blob_that_says_it_is_small(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD:Dockerfile", zlib.compress(b"blob 5\0" + b"x" * (64 << 20)))


@attack("failed")
def a_commit_that_says_it_is_endless(ground: Ground, name: str) -> None:
    _spoil(ground.plain(name), "HEAD", zlib.compress(b"commit 99999999999\0tree "))


@attack("failed")
def a_head_that_is_no_commit(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    (made.path / ".git/refs/heads/main").write_text(made.blob("Dockerfile") + "\n")


@attack("failed")
def a_head_that_is_not_there(ground: Ground, name: str) -> None:
    (ground.plain(name).path / ".git/refs/heads/main").write_text("f" * 40 + "\n")


@attack("failed")
def a_commit_without_its_tree(ground: Ground, name: str) -> None:
    raw_commit(ground.plain(name), "e" * 40)


@attack("failed", "collected")
def a_commit_that_is_its_own_tree(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, made.git("rev-parse", "HEAD"))


@attack("failed")
def a_commit_without_its_parents(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(
        made, made.git("rev-parse", "HEAD^{tree}"), b"parent " + b"d" * 40 + b"\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n"
    )


@attack("failed", "collected")
def a_commit_without_anything(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, made.git("rev-parse", "HEAD^{tree}"), b"nothing at all\n", b"")


@attack("failed", "collected")
def trees_that_lead_out(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    one, tree = made.blob("Dockerfile"), made.git("rev-parse", "HEAD:src")
    names = (
        b"..",
        b".",
        b".git",
        b".GIT",
        b"/etc/passwd",
        b"a/../../../b",
        b"../../outside/owned",
        b"git~1",
        b".git\xe2\x80\x8c",
        b"//",
        b"a//b",
    )
    entries = [("100644", entry, one) for entry in names] + [("40000", entry, tree) for entry in (b"..", b".git", b"/", b"a/b")]
    raw_commit(made, raw_tree(made, *entries))


@attack("failed", "collected")
def a_tree_of_impossible_modes(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    one = made.blob("Dockerfile")
    modes = ("0", "1", "100000", "140644", "020666", "177777", "40755", "120755", "160755", "104755")
    raw_commit(made, raw_tree(made, *((mode, b"Dockerfile." + mode.encode(), one) for mode in modes)))


@attack("failed", "collected")
def a_tree_with_one_name_twice(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    one, other, tree = made.blob("Dockerfile"), made.blob("src/a.py"), made.git("rev-parse", "HEAD:src")
    raw_commit(
        made,
        raw_tree(
            made, ("100644", b"z", one), ("100644", b"Dockerfile", one), ("100644", b"Dockerfile", other), ("40000", b"Dockerfile", tree)
        ),
    )


@attack("failed")
def a_tree_with_a_name_of_nothing(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, raw_tree(made, ("100644", b"", made.blob("Dockerfile"))))


@attack("failed")
def a_tree_with_a_bad_entry(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, made.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", given=b"100644 Dockerfile"))


@attack("failed", "collected")
def a_blob_where_a_folder_should_be(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    one, tree = made.blob("Dockerfile"), made.git("rev-parse", "HEAD:src")
    raw_commit(made, raw_tree(made, ("100644", b"Dockerfile", tree), ("40000", b"src", one)))


@attack("failed")
def a_tree_of_ten_thousand_million_files(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, _doubling(made))


def _doubling(made: Made) -> str:
    tree = made.git("rev-parse", "HEAD:src")
    for _ in range(10):
        tree = raw_tree(made, *(("40000", b"d%d" % n, tree) for n in range(10)))
    return tree


@attack("failed")
def a_past_of_ten_thousand_million_files(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    good = made.git("rev-parse", "HEAD^{tree}")
    bomb = raw_commit(made, _doubling(made))
    raw_commit(made, good, f"parent {bomb}\nauthor A <a@x> 1700000001 +0000\ncommitter A <a@x> 1700000001 +0000\n".encode())


def _deep(made: Made, levels: int, name: bytes, leaf: str) -> str:
    """Trees in each other, written without git: it would take a process for each."""
    tree = bytes.fromhex(leaf)
    for _ in range(levels):
        whole = b"40000 %s\0%s" % (name, tree)
        whole = b"tree %d\0%s" % (len(whole), whole)
        found = sha1(whole, usedforsecurity=False)
        tree = found.digest()
        file = made.path / ".git/objects" / found.hexdigest()[:2] / found.hexdigest()[2:]
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(zlib.compress(whole, 1))
    return tree.hex()


@attack("collected", "failed")
def folders_five_thousand_levels_deep(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    leaf = made.git("rev-parse", "HEAD^{tree}")
    raw_commit(
        made, raw_tree(made, ("40000", b"charts", _deep(made, 5_000, b"charts", leaf)), ("40000", b"k8s", _deep(made, 1_000, b"k8s", leaf)))
    )


@attack("collected", "failed")
def folders_so_deep_that_git_dies(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, _deep(made, 12_000, b"d", made.git("rev-parse", "HEAD:src")))


@attack("failed", "collected")
def a_delta_that_grows_without_end(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    one = made.blob("Dockerfile")
    made.lose(one)
    whole = 1 << 40
    delta = _size(100) + _size(whole) + (b"\xb0\xff\xff" * 1_000)
    base = zlib.compress(b"x" * 100)
    body = bytes([0x30 | 0x80 | (100 & 15), 100 >> 4]) + base
    entry = bytes([0x60 | 0x80 | (len(delta) & 15)]) + _varint(len(delta) >> 4) + bytes(_back(len(body))) + zlib.compress(delta)
    data = b"PACK" + struct.pack(">II", 2, 2) + body + entry
    pack = made.path / ".git/objects/pack" / f"pack-{'3' * 40}.pack"
    pack.write_bytes(data + sha1(data, usedforsecurity=False).digest())
    _index(pack, data, {sha1(b"blob 100\0" + b"x" * 100, usedforsecurity=False).digest(): 12, bytes.fromhex(one): 12 + len(body)})


def _size(number: int) -> bytes:
    return _varint(number)


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def _back(offset: int) -> list[int]:
    out = [offset & 127]
    while offset := offset >> 7:
        offset -= 1
        out.insert(0, offset & 127 | 128)
    return out


def _index(pack: os.PathLike[str], data: bytes, places: dict[bytes, int]) -> None:
    names = sorted(places)
    fanout = b"".join(struct.pack(">I", sum(name[0] <= n for name in names)) for n in range(256))
    crcs = b"".join(struct.pack(">I", 0) for _ in names)
    offsets = b"".join(struct.pack(">I", places[name]) for name in names)
    body = b"\xfftOc" + struct.pack(">I", 2) + fanout + b"".join(names) + crcs + offsets + sha1(data, usedforsecurity=False).digest()
    with open(str(pack).replace(".pack", ".idx"), "wb") as file:
        file.write(body + sha1(body, usedforsecurity=False).digest())


@attack("failed", "collected")
def helpers_of_the_object_store_that_lie(ground: Ground, name: str) -> None:
    made, pack = _packed(ground, name)
    info = made.path / ".git/objects/info"
    info.mkdir(exist_ok=True)
    (info / "commit-graph").write_bytes(b"CGPH\x01\x01\x03\x00" + b"\xff" * 500)
    (info / "packs").write_text("P ../../../outside/secret\n")
    (made.path / ".git/objects/pack/multi-pack-index").write_bytes(b"MIDX\x01\x01\x04\x00" + b"\xff" * 500)
    with open(pack.replace(".pack", ".rev"), "wb") as file:
        file.write(b"RIDX" + b"\xff" * 100)
    with open(pack.replace(".pack", ".bitmap"), "wb") as file:
        file.write(b"BITM" + b"\xff" * 100)
