"""Blocks that repositories have in common are told where the files around them differ, once, with what they cost."""

from dataclasses import replace

import pytest

from assessment.repositories.duplication.find import find

STALE = """\
  stale:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/stale@v9
        with:
          stale-issue-message: "Nothing happened for thirty days."
          days-before-stale: 30
          days-before-close: 7
          exempt-issue-labels: pinned
          operations-per-run: 200
"""
OWN = {
    "red-orders": "  build:\n    steps:\n" + "".join(f"    - run: make target-{n}\n" for n in range(20)),
    "blue-shop": "  test:\n    container: node\n    steps:\n" + "".join(f"    - name: npm run task{n}\n" for n in range(25)),
    "green-web": "  wheels:\n    steps:\n" + "".join(f"    - script{n}: poetry build {n} > out\n" for n in range(30)),
}
OWN["grey-ml"] = "  tox:\n    steps:\n" + "".join(f"    - run: tox -e py{n}\n" for n in range(22))
OWN["lilac-b"] = "  cargo:\n    steps:\n" + "".join(f"    - run: cargo build -p crate{n}\n" for n in range(27))
TEAMS = {"red-orders": "Red", "blue-shop": "Blue", "green-web": "Green"}


def workflow(name, *jobs):
    return f"on: push\njobs:\n{OWN[name]}" + "".join(jobs)


@pytest.fixture
def shared(make_fleet, rules):
    """What is found in workflows of one `jobs` text a repository, beside a long job that only it has."""

    def of(jobs, files=None, **more):
        given = {name: {"ci.yml": workflow(name, text)} for name, text in jobs.items()}
        for name, texts in (files or {}).items():
            given.setdefault(name, {}).update(texts)
        return find(make_fleet(given, {name: TEAMS.get(name, "") for name in given}, **more), rules)

    return of


def test_a_job_in_files_that_differ_as_a_whole_is_told(shared):
    found = shared({"red-orders": STALE, "blue-shop": STALE.replace("\n", "\n\n"), "green-web": "# ours\n" + STALE.replace("@v9", "@v8")})
    assert found.clusters.empty
    assert len(found.blocks) == 1
    row = found.blocks.iloc[0]
    assert (row["sort"], row["name"], row["workflow"], row["kind"]) == ("job", "stale", "ci", "github-workflow")
    assert (row["lines"], row["files"], row["repositories"], row["teams"], row["redundant_lines"]) == (10, 3, 3, 3, 20)
    assert (row["repository"], row["path"], row["line"]) == ("blue-shop", "ci.yml", 31)
    places = found.block_places
    assert set(places["block"]) == {row["block"]}
    assert places[["repository", "team", "path", "line"]].to_numpy().tolist() == [
        ["blue-shop", "Blue", "ci.yml", 31], ["green-web", "Green", "ci.yml", 36], ["red-orders", "Red", "ci.yml", 25],
    ]  # fmt: skip


def test_its_id_follows_its_content(shared):
    two = shared({"red-orders": STALE, "blue-shop": STALE}).blocks["block"].tolist()
    three = shared({"red-orders": STALE, "blue-shop": STALE, "green-web": STALE}).blocks["block"].tolist()
    other = shared({"red-orders": STALE.replace("30", "31"), "blue-shop": STALE.replace("30", "31")}).blocks["block"].tolist()
    assert two == three
    assert two != other


def test_files_that_are_copies_as_a_whole_hold_no_blocks_of_their_own(shared):
    same = workflow("red-orders", STALE)
    found = shared({"red-orders": STALE}, {"grey-a": {"ci.yml": same + "# theirs\n"}, "grey-b": {"ci.yml": same}})
    assert found.clusters["files"].tolist() == [3]
    assert found.blocks.empty


def test_a_block_that_leaves_a_cluster_of_copies_is_told(shared):
    found = shared({"red-orders": STALE, "blue-shop": STALE}, {"grey-a": {"ci.yml": workflow("red-orders", STALE)}})
    assert found.clusters["files"].tolist() == [2]
    assert found.blocks["repositories"].tolist() == [3]


STEP = "".join(f"        - {line}\n".replace("- ", "- " if n == 0 else "  ") for n, line in enumerate(
    ["name: Scan", "uses: acme/scan@v1", "with:", "  severity: high,critical", "  format: table", "  output: report.txt", "  timeout: 10m"]
))  # fmt: skip
SCAN = "  scan:\n      runs-on: ubuntu-latest\n      timeout-minutes: 30\n      steps:\n" + STEP


def test_a_step_inside_a_shared_job_is_told_only_where_it_reaches_further(shared):
    assert shared({"red-orders": SCAN, "blue-shop": SCAN}).blocks["sort"].tolist() == ["job"]
    alone = "  other:\n      container: alpine\n      steps:\n" + STEP + "".join(f"        - run: ./other{n}\n" for n in range(9))
    found = shared({"red-orders": SCAN, "blue-shop": SCAN, "green-web": alone}).blocks
    assert found[["sort", "repositories"]].to_numpy().tolist() == [["step", 3], ["job", 2]]  # 7 lines x 2, 11 lines x 1
    assert found["redundant_lines"].tolist() == [14, 11]


def test_near_equal_blocks_are_one_and_others_are_not(shared):
    near = STALE.replace("pinned", "none")  # 9 of 10 lines
    far = near.replace("200", "3").replace("ubuntu", "windows")  # 7 of 10
    assert shared({"red-orders": STALE, "blue-shop": near}).blocks["repositories"].tolist() == [2]
    assert shared({"red-orders": STALE, "blue-shop": far}).blocks.empty
    longer = STALE + "          ascending: true\n"  # 10 lines of 10 and 11 in common: 20/21
    found = shared({"red-orders": STALE, "blue-shop": longer, "green-web": STALE}).blocks
    assert found[["lines", "repositories", "redundant_lines"]].to_numpy().tolist() == [[10, 3, 20]]  # the commoner of the two


def test_no_chain_of_small_steps_joins_what_is_not_alike(shared):
    near = STALE.replace("pinned", "none")  # 9 of 10 lines
    further = near.replace("200", "3")  # 9 of 10 lines of that one, 8 of the first
    found = shared({"red-orders": STALE, "blue-shop": near, "green-web": further, "grey-ml": STALE})
    assert found.blocks["repositories"].tolist() == [3]
    assert set(found.block_places["repository"]) == {"red-orders", "blue-shop", "grey-ml"}


def test_what_goes_with_a_commoner_block_is_no_centre_itself(shared):
    near = STALE.replace("pinned", "none")  # 9 of 10 lines of the common one, and of each of the two below, which have 8 in common
    two = {"green-web": near.replace("200", "3"), "lilac-b": near.replace("close: 7", "close: 9")}
    found = shared({"red-orders": STALE, "grey-ml": STALE, "blue-shop": near} | two)
    assert set(found.block_places["repository"]) == {"red-orders", "blue-shop", "grey-ml"}


def test_short_blocks_agree_by_chance(shared):
    job = "  tidy:\n    steps:\n      - run: make tidy\n"
    assert shared({"red-orders": job, "blue-shop": job}).blocks.empty
    long = job.replace("make tidy", "make tidy " + "with many arguments " * 6)
    assert shared({"red-orders": long, "blue-shop": long}).blocks["lines"].tolist() == [3]


def test_the_own_name_is_no_difference(shared):
    found = shared({name: STALE.replace("pinned", f"keep-{name}") for name in ("red-orders", "blue-shop")})
    assert found.blocks["repositories"].tolist() == [2]


DOCKER = [f"RUN install-the-{word}\n" for word in ("compiler", "linker", "debugger", "profiler", "editor", "browser", "shell")]


def docker(name, count=7):
    own = "".join(f"ENV {name.upper()}_{n}={n * 7}\n" for n in range(30))
    return f"FROM {name}\n{own}{''.join(DOCKER[:count])}CMD {name}\n"


def test_a_run_of_instructions_is_one_block(shared):
    files = {name: {"Dockerfile": docker(name.split("-")[0])} for name in ("red-orders", "blue-shop")}
    found = shared({}, files)
    assert found.blocks[["sort", "name", "lines"]].to_numpy().tolist() == [["instructions", ", ".join(["RUN"] * 7), 7]]
    assert found.block_places["line"].tolist() == [32, 32]


def test_a_run_is_told_as_far_as_each_group_of_repositories_has_it(shared):
    files = {name: {"Dockerfile": docker(name.split("-")[0], count)} for name, count in (("red-a", 7), ("blue-b", 7), ("green-c", 6))}
    found = shared({}, files).blocks
    assert found[["lines", "repositories"]].to_numpy().tolist()[0] == [6, 3]
    assert set(found["repositories"]) == {3}  # what two of them have further is three lines: too little


VARIABLE = (
    'variable "alerts" {\n  description = "Whom to tell of what happens at night, when everybody who knows the product is asleep"\n'
    + "".join(f"  default{n} = {n}\n" for n in range(9))
)
MODULE = VARIABLE.replace("variable", "module") + "}\n"


def terraform(name, text):
    return text + "".join(f'resource "{name}_thing" "{n}" {{\n  {name} = {n}\n}}\n' for n in range(25))


def test_what_every_module_declares_for_itself_is_no_shared_block(shared):
    assert shared({}, {name: {"main.tf": terraform(name, VARIABLE + "}\n")} for name in ("red", "blue")}).blocks.empty
    found = shared({}, {name: {"main.tf": terraform(name, MODULE)} for name in ("red", "blue")}).blocks
    assert found[["sort", "name"]].to_numpy().tolist() == [["resource", 'module "alerts"']]


def test_thin_callers_and_kinds_that_are_left_out_hold_no_blocks(shared, make_fleet, rules):
    call = "  ship:\n    uses: acme/flows/.github/workflows/ship.yml@v1\n    with:\n" + "".join(
        f"      option{n}: value{n}\n" for n in range(8)
    )
    files = {"flows": {"ship.yml": workflow("green-web")}} | {
        name: {"ci.yml": f"on: {name}\njobs:\n{call}"} for name in ("red-orders", "blue-shop")
    }
    fleet = make_fleet(files, TEAMS, references=[(name, "ci.yml", 4, "workflow", "acme/flows") for name in ("red-orders", "blue-shop")])
    found = find(fleet, rules)
    assert found.files.loc[found.files["thin"], "repository"].tolist() == ["blue-shop", "red-orders"]
    assert found.blocks.empty
    both = {"red-orders": STALE, "blue-shop": STALE}
    given = make_fleet({name: {"ci.yml": workflow(name, text)} for name, text in both.items()})
    assert len(find(given, rules).blocks) == 1
    out = rules.model_copy(update={"similar": rules.similar.model_copy(update={"left_out": ("github-workflow",)})})
    assert find(given, out).blocks.empty


def test_files_that_no_parser_takes_are_counted_and_nothing_else_is_lost(shared):
    found = shared({"red-orders": STALE, "blue-shop": STALE}, {"green-web": {"broken.yml": "jobs: [\n" + STALE}})
    assert found.unread.to_numpy().tolist() == [["green-web", "broken.yml"]]
    assert found.blocks["repositories"].tolist() == [2]


def test_the_order_of_rows_changes_nothing(make_fleet, rules):
    files = {name: {"ci.yml": workflow(name, STALE, SCAN), "Dockerfile": docker(name.split("-")[0])} for name in TEAMS}
    fleet = make_fleet(files, TEAMS)
    other = replace(fleet, facts=replace(fleet.facts, contents=fleet.facts.contents.sample(frac=1, random_state=3)))
    for table in ("blocks", "block_places", "unread"):
        assert getattr(find(fleet, rules), table).equals(getattr(find(other, rules), table))


def test_a_fleet_without_files_has_no_blocks(make_fleet, rules):
    found = find(make_fleet({}), rules)
    assert found.blocks.empty
    assert found.block_places.empty
    assert found.unread.empty
