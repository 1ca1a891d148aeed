"""Whatever was changed in the copies: nothing breaks, and every member that fits comes back from the texts alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.repositories.duplication.drafts.form import Member, Written
from assessment.repositories.duplication.drafts.forms import github
from assessment.repositories.duplication.drafts.values import changed, same
from tests.repositories.duplication.drafts.github.conftest import REPOSITORIES, drafted
from tests.repositories.duplication.drafts.github.workflows import workflow

SECOND = """\
  image:
    needs: build
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    strategy:
      matrix:
        os: [linux, mac]
    services:
      db:
        image: postgres:15
    outputs:
      tag: ${{ steps.meta.outputs.tag }}
    steps:
      - id: meta
        uses: docker/metadata-action@v5
        with:
          images: ghcr.io/${{ github.repository }}
      - run: make image TAG=${{ steps.meta.outputs.tag }}
"""
EDITS = [
    ("[main]", "[main, next]"),
    ("contents: read", "contents: read\n  packages: write"),
    ("REGISTRY: ghcr.io", "REGISTRY: quay.io"),
    ("REGISTRY: ghcr.io", "REGISTRY: ghcr.io\n  EXTRA: '1'"),
    ("  build:\n", "  verify:\n"),
    ("name: Build it", "name: CI"),
    ("ubuntu-24.04", "[self-hosted, linux]"),
    ("ubuntu-24.04", "windows-2025"),
    ("    timeout-minutes: 20\n", ""),
    ("timeout-minutes: 20", "timeout-minutes: 5"),
    ("checkout@v4", "checkout@v5"),
    ("persist-credentials: false", "fetch-depth: 0"),
    ("setup-java@v4", "setup-kotlin@v1"),
    ("'21'", "17"),
    ("'21'", "${{ matrix.java }}"),
    ("'21'", "${{ vars.JAVA }}"),
    ("'21'", "'21'\n          cache: gradle"),
    ("- name: Test", "- name: Run tests"),
    ("--no-daemon", "--info"),
    ("--no-daemon", "'it is'"),
    (
        "      - name: Test\n        run: |\n          ./gradlew check",
        "      - name: Test\n        shell: bash\n        run: |\n          ./gradlew check",
    ),
    ("          ./gradlew jacocoTestReport\n", ""),
    ("refs/heads/main", "refs/heads/master"),
    ("        if: github.ref == 'refs/heads/main'\n", ""),
    ("if: github.ref == 'refs/heads/main'", "if: always()"),
    ("TOKEN: ${{ secrets.PUBLISH_TOKEN }}", "TOKEN: ${{ secrets.OTHER }}"),
    ("TOKEN: ${{ secrets.PUBLISH_TOKEN }}", "TOKEN: ${{ secrets.PUBLISH_TOKEN }}\n          MORE: x"),
    ("      - name: Tell\n", "      - run: make\n      - name: Tell\n"),
    ('echo "done with', 'echo "$(date) done with'),
    ("done with", "payments-api done with"),
    ("os: [linux, mac]", "os: [linux]"),
    ("os: [linux, mac]", "os: [linux, mac]\n        java: ['17']"),
    ("github.event_name == 'push'", "github.event_name != 'push'"),
    ("postgres:15", "postgres:17"),
    ("          images: ghcr.io/${{ github.repository }}\n", "          images: ghcr.io/${{ github.repository }}\n          tags: x\n"),
    ("needs: build\n", ""),
]


def edited(edits, second):
    """The workflow with those edits that still find their place, under the names of its jobs."""
    text = workflow() + (SECOND if second else "")
    for old, new in edits:
        text = text.replace(old, new, 1) if old in text else text
    return text.replace("needs: build", "needs: verify") if "  verify:\n" in text else text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(EDITS), max_size=3), min_size=3, max_size=5), st.booleans())
def test_every_member_that_fits_comes_back_and_none_is_written_wrongly(changes, second):
    texts = [edited(edits, second) for edits in changes]
    made = drafted(texts)
    assert "come back" not in made.why + "".join(made.fits["why"])
    assert len(made.files) == bool(made.fits["fits"].any())
    for repository, text, fits in zip(REPOSITORIES, texts, made.fits["fits"], strict=False):
        if fits:
            key = (repository, ".github/workflows/build.yml")
            found = github.rebuild(Written(made.files, made.callers), Member(repository, "", key[1], text))
            assert same(found, changed(github.parse(text), made.changed[key]))
