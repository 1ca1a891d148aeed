"""Contents that explode, never end, or keep a regular expression busy."""

import json
import zlib
from hashlib import sha1

from tests.repositories.sources.conftest import Made
from tests.repositories.sources.hostile.ground import WORKFLOW, Ground, attack, blob, raw_commit, raw_tree

YAML = (
    ".github/workflows/ci.yml", ".github/dependabot.yml", ".gitlab-ci.yml", "azure-pipelines.yml", ".circleci/config.yml",
    ".travis.yml", "docker-compose.yml",
    "charts/app/Chart.yaml", "charts/app/values.yaml", "k8s/deployment.yaml", "catalog-info.yaml", ".pre-commit-config.yaml",
    "action.yml", "renovate.json",
    "kustomization.yaml", "concourse/pipeline.yml", "package.json", ".copier-answers.yml", "mkdocs.yml",
    ".devcontainer/devcontainer.json",
)  # fmt: skip
OTHER = (
    "Dockerfile", "Jenkinsfile", "main.tf", "CODEOWNERS", "Makefile", "pom.xml", "build.gradle", "pyproject.toml", "go.mod",
    "requirements.txt", "Gemfile",
    "Cargo.toml", "setup.py", "app.csproj", "composer.json", "vars/build.groovy", "deploy.sh", ".mailmap", ".gitattributes",
    "terragrunt.hcl",
)  # fmt: skip
LAUGHS = "a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
)
MERGES = "a: &a {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}' if n else '*a'] * 20)}]}}\n" for n in range(20))
BOMBS = {
    "laughs": WORKFLOW + LAUGHS,
    "merges": MERGES + WORKFLOW,
    "flows": WORKFLOW + "deep: " + "[" * 100_000,
    "maps": "{a: " * 100_000,
    "blocks": "".join(" " * depth + "a:\n" for depth in range(900)),
    "dashes": "- " * 200_000,
    "tags": "!!python/object/apply:os.system ['touch owned']\n--- !!binary x\n--- !<!> {? : }\n" + "%YAML 9.9\n---\n" * 1_000,
    "quotes": 'a: "' + "\\\n" * 100_000,
    "json": json.dumps({"dependencies": {}})[:-1] + ',"x":' + "[" * 100_000,
    "number": '{"version": ' + "9" * 400_000 + "}",
}


def _with(ground: Ground, name: str, files: dict[str, str | bytes]) -> Made:
    made = ground.plain(name)
    made.commit({"CODEOWNERS": "* @acme/team\n", **files})
    return made


for _which, _text in BOMBS.items():

    def _build(ground: Ground, name: str, text: str = _text) -> None:
        names = (*YAML, *OTHER)
        _with(ground, name, {file: text if number < 4 else text[:20_000] for number, file in enumerate(names)})

    _build.__name__ = f"a_bomb_of_{_which}"
    attack(files=len(YAML) + len(OTHER))(_build)

# each is repeated: near misses of what the rules look for, and what makes `\s*`, `.*` and `[^"]*` try everywhere
LARGE = 200 << 10
PUMPED = (
    " ", "\t", "\n", " \n", "\r", '"', "'", "{", "[", "-", "<!--\n", "/*\n", "# ", ": ", "uses: a/b/", "FROM --a --b ",
    "@Library([", "a.", "a-", "- run: |\n", "---\n",
    "a: &a\n", "${{", "$(", "<groupId>a\n", 'module "a" {\n', "include:\n- ", "cat <<EOF\n", "a && ", "\\\n", "a=", 'source = "',
    "apiVersion: v1\nkind: X\n",
    "npm run ", "curl | ", "a@", "id", "lib ", "aws --a a ",
)  # fmt: skip
READ = ("Dockerfile", ".gitlab-ci.yml", "Jenkinsfile", "main.tf", "pom.xml", "build.gradle", "package.json", "Makefile")


@attack(files=len(PUMPED))
def files_of_one_word(ground: Ground, name: str) -> None:
    """One large file of each, of a kind that changes from word to word, and a small one of every kind."""
    files = {}
    for number, word in enumerate(PUMPED):
        for other, file in enumerate(READ):
            size = LARGE if other == number % len(READ) else 4_000
            files[f"d{number}/{file}"] = word * (size // len(word))
        files[f".github/workflows/w{number}.yml"] = word * (8_000 // len(word))
    _with(ground, name, files)


@attack(oversized=1)
def a_line_of_many_megabytes(ground: Ground, name: str, size: int = 32 << 20) -> None:
    made = ground.plain(name)
    made.git("config", "core.compression", "1")
    made.commit({"Dockerfile": b"FROM " + b"x" * size})
    made.commit({"Dockerfile": b"FROM " + b"x" * size + b"y"})
    made.git("config", "--unset", "core.compression")


@attack(oversized=1, commits=5)
def a_line_of_one_gigabyte(ground: Ground, name: str) -> None:
    """Added, deleted and added again. The same compressed megabyte stands a thousand times, so that making it takes a second."""
    made, size, chunk = ground.plain(name), 1 << 30, b"x" * (1 << 20)
    first, packer = b"blob %d\0" % size, zlib.compressobj(1)
    begin = packer.compress(first) + packer.flush(zlib.Z_FULL_FLUSH)
    middle = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    whole, check = sha1(first, usedforsecurity=False), zlib.adler32(first)
    for _ in range(size // len(chunk)):
        whole.update(chunk)
        check = zlib.adler32(chunk, check)
    large = whole.hexdigest()
    file = made.path / ".git/objects" / large[:2] / large[2:]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(begin + middle * (size // len(chunk)) + b"\x03\x00" + check.to_bytes(4, "big"))
    tree, head = raw_tree(made, ("100644", b"Dockerfile", large)), made.git("rev-parse", "HEAD")
    for one in (tree, raw_tree(made), tree):
        head = made.git("commit-tree", one, "-p", head, "-m", "large")
    made.git("update-ref", "HEAD", head)


@attack()
def identities_of_many_megabytes(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    made.commit({".mailmap": b"Ada <ada@example.org> <a@x.org>\n" * (1 << 19)})


@attack("collected", "failed")
def a_subject_of_many_megabytes(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    raw_commit(made, made.git("rev-parse", "HEAD^{tree}"), message=b"x y " * (8 << 20))


@attack()
def an_author_of_many_megabytes(ground: Ground, name: str) -> None:
    made = ground.plain(name)
    who = b"author " + b"bot-" * (2 << 20) + b" <" + b"a." * (1 << 20) + b"@x> 1700000000 +0000\ncommitter A <a@x> 1700000000 +0000\n"
    raw_commit(made, made.git("rev-parse", "HEAD^{tree}"), who)


@attack(commits=400)
def subjects_that_keep_a_rule_busy(ground: Ground, name: str) -> None:
    made = ground.empty(name)
    stream = []
    for number, word in enumerate(
        w for w in ("re", "update a ", "a1 ", "fix ", "(", "test the ", "try again ", "\u00fc", "-_", "abc-12 ") for _ in range(40)
    ):
        message = ("\u00fc" * (number % 2) + word * 2_000).encode()
        stream.append(
            b"commit refs/heads/main\ncommitter A <a@x> %d +0000\ndata %d\n%s\n" % (1_700_000_000 + number, len(message), message)
        )
    made.git("fast-import", "--quiet", given=b"".join(stream))


@attack()
def secrets_that_are_never_read(ground: Ground, name: str) -> None:
    made = _with(
        ground, name, {".env": "TOKEN=hunter2\n", "id_rsa": "-----BEGIN KEY-----\nhunter2\n", "terraform.tfstate": '{"hunter2": 1}'}
    )
    one = blob(made, b"hunter2\n")
    raw_commit(made, raw_tree(made, ("100644", b".ENV", one), ("100755", b".env", one), ("100644", b"Dockerfile", made.blob("Dockerfile"))))
