"""Dockerfiles with build arguments drafted from hand-made files, and read back from Dockerfile and bake file."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import DraftError
from assessment.repositories.duplication.drafts.dockerfile.read import instructions, written
from assessment.repositories.duplication.drafts.form import Written
from assessment.repositories.duplication.drafts.forms import dockerfile
from assessment.repositories.duplication.drafts.hcl.read import blocks
from tests.repositories.duplication.drafts.forms import drafting

PATH = "Dockerfile"
TEXT = """# built by the pipeline
ARG AGENT={agent}
FROM host/base/java:{java} AS build
RUN apt-get update && \\
    apt-get install -y curl
COPY build/libs/{jar}.jar /opt/app/app.jar
{more}EXPOSE {port}
ENV OPTIONS="{options}"
CMD {command}
"""


def text(*, agent="3.5", java="21", jar="orders", port="8080", options="-Xmx1g", command='["app.jar"]', more=""):
    return TEXT.format(agent=agent, java=java, jar=jar, port=port, options=options, command=command, more=more)


def draft(texts) -> Written:
    return drafting.written(dockerfile, texts, PATH)


def back(texts, found: Written | None = None) -> list[str]:
    return drafting.rebuilt(dockerfile, texts, PATH, found or draft(texts))


def shared(found: Written) -> list[str]:
    return found.files["docker/shared/Dockerfile"].splitlines()


def targets(found: Written, repository: str):
    return {block["labels"][0]: block["attributes"] for block in blocks(found.callers[repository, PATH])}


def test_a_file_is_its_instructions_without_comments_and_layout():
    found = instructions(
        "# syntax=docker/dockerfile:1\n#  note\nfrom a as b\nRUN x   && \\\n # why\n\n   y 'a  b'\n"
        'cmd [ \'x\' ]\nCMD ["a",  "b"]\n# renovate: x\n'
    )
    assert [(one["do"], one["text"]) for one in found] == [
        ("#", "syntax=docker/dockerfile:1"),
        ("FROM", "a AS b"),
        ("RUN", "x && y 'a  b'"),
        ("CMD", "[ 'x' ]"),
        ("CMD", '["a", "b"]'),
        ("#", "renovate: x"),
    ]


@pytest.mark.parametrize(
    "given",
    [
        "FROM a\nRUN <<EOF\necho  hi\n\nEOF\n",
        "# escape=`\nFROM a\nRUN x `\n  y\n",
        "FROM a\nRUN " + " && ".join(["apt-get install -y something"] * 4) + "\n",
        "FROM a\nRUN " + " && ".join(["echo 'x && y'"] * 8) + "\n",
        "FROM a\nONBUILD RUN x\nHEALTHCHECK --interval=5s CMD curl  x\n",
    ],
)
def test_what_is_written_is_read_as_the_same_instructions(given):
    assert instructions(written(instructions(given))) == instructions(given)


@pytest.mark.parametrize(("given", "what"), [("FROM a\nRUNNING x\n", "line 2"), ("ARG X=1\n", "no FROM"), ("x" * 300_000, "longer")])
def test_what_is_no_dockerfile_is_named(given, what):
    with pytest.raises(DraftError, match=what):
        instructions(given)


def test_what_differs_is_an_argument_where_variables_are_replaced():
    texts = {"a": text(), "b": text(java="17", jar="billing"), "c": text(port="9000", jar="users")}
    found = draft(texts)
    lines = shared(found)
    assert lines.index("ARG FROM_JAVA=21") < next(place for place, line in enumerate(lines) if line.startswith("FROM"))
    assert "FROM host/base/java:${FROM_JAVA} AS build" in lines
    assert lines.index("ARG EXPOSE=8080") > next(place for place, line in enumerate(lines) if line.startswith("FROM"))
    assert targets(found, "b")["default"]["args"] == '{\n  FROM_JAVA        = "17"\n  COPY_OPT_APP_APP = "billing.jar"\n}'
    assert "EXPOSE" not in targets(found, "b")["default"]["args"]
    assert back(texts, found) == ["a", "b", "c"]


def test_an_argument_of_the_members_own_is_given_by_its_name():
    texts = {"a": text(agent="3.5"), "b": text(agent="3.6"), "c": text(agent="3.5")}
    found = draft(texts)
    assert "ARG AGENT=3.5" in shared(found)
    assert targets(found, "b")["default"]["args"] == '{\n  AGENT = "3.6"\n}'
    assert "args" not in targets(found, "a")["default"]
    assert back(texts, found) == ["a", "b", "c"]


def test_a_command_takes_no_argument_so_it_stays_on_top_of_the_shared_image():
    texts = {name: text(command=f'["{name}.jar"]') for name in ("one", "two")}
    found = draft(texts)
    assert not any(line.startswith("CMD") for line in shared(found))
    own = targets(found, "one")["default"]
    assert own["contexts"] == '{\n  shared = "target:shared"\n}'
    assert 'FROM shared\nCMD ["one.jar"]\n' in own["dockerfile-inline"]
    assert back(texts, found) == ["one", "two"]


def test_a_command_goes_with_the_entrypoint_that_would_undo_it():
    more = 'CMD ["x"]\n'
    texts = {
        "a": text(more=more, command='["a"]').replace('CMD ["a"]', 'ENTRYPOINT ["a"]'),
        "b": text(more=more, command='["a"]').replace('CMD ["a"]', 'ENTRYPOINT ["b"]'),
    }
    found = draft(texts)
    assert not any(line.startswith("CMD") for line in shared(found))
    assert back(texts, found) == ["a", "b"]


def test_words_between_double_quotes_may_have_blanks_and_others_not():
    long = "-XX:MaxRAMPercentage=75 {} -XX:ActiveProcessorCount=2"
    quoted = {
        "a": text(options=long.format("-Da")),
        "b": text(options=long.format("-Dc -Dd")),
        "c": text(options=long.format("-Dc -Dd")),
    }
    found = draft(quoted)
    assert any(line.startswith('ARG ENV_OPTIONS="') for line in shared(found))
    assert back(quoted, found) == ["a", "b", "c"]
    bare = {"a": text(port="8080 8081"), "b": text(port="9000 9001"), "c": text(port="9000 9001")}
    other = draft(bare)
    assert not any("EXPOSE ${" in line for line in shared(other))
    assert back(bare, other) == ["a", "b", "c"]


@pytest.mark.parametrize("line", ["RUN echo '{x}'", 'VOLUME ["/{x}"]', "COPY --from={x} /a /a", "RUN a && {x}", "ENV A=$X{x}"])
def test_no_argument_stands_where_it_would_mean_something_else(line):
    words = {"a": "one; two" if "&&" in line else "one", "b": "three; four" if "&&" in line else "three"}
    texts = {name: text(more=line.format(x=word) + "\n") for name, word in words.items()}
    found = draft(texts)
    assert not any("${" in one and "FROM" not in one for one in shared(found))
    assert back(texts, found) == ["a", "b"]


def test_few_who_lack_an_instruction_do_not_fit_and_many_end_what_is_shared():
    six = {name: text(more="USER app\n") for name in "abcdef"}
    found = draft({**six, "g": text()})
    assert list(found.unfit) == [("g", PATH)]
    halves = {"a": text(more="USER app\n"), "b": text(), "c": text(more="USER app\n")}
    other = draft(halves)
    assert "USER app" not in shared(other)
    assert back(halves, other) == ["a", "b", "c"]


def test_what_takes_files_from_a_stage_is_not_put_on_top():
    more = "USER app\n"
    stages = "FROM host/run\nCOPY --from=build /x /x\n"
    texts = {"a": text(more=more) + stages, "b": text() + stages, "c": text(more=more) + stages.replace("host/run\n", "host/run\nUSER x\n")}
    found = draft(texts)
    assert list(found.unfit) == [("b", PATH), ("c", PATH)] or ("c", PATH) in found.unfit
    assert all("from=build" not in caller for caller in found.callers.values())


def test_the_rest_may_not_use_arguments_of_what_is_shared():
    texts = {name: text(command=f"run {name} $AGENT") for name in "ab"}
    found = draft(texts)
    assert "argument AGENT" in found.unfit["a", PATH]


def test_hardly_anything_shared_is_nothing():
    with pytest.raises(DraftError, match="nothing"):
        draft({"a": "FROM x\nCMD a\n", "b": "FROM x\nCMD b\n"})


def test_what_is_written_is_what_is_read_back():
    texts = {"a": text(), "b": text(java="17")}
    found = draft(texts)
    key = ("b", PATH)
    assert back(texts, replace(found, callers={**found.callers, key: found.callers[key].replace("17", "18")})) == ["a"]
    with pytest.raises(DraftError, match="no argument"):
        back(texts, replace(found, callers={**found.callers, key: found.callers[key].replace("FROM_JAVA", "OTHER")}))


LINE = st.sampled_from(
    [
        *(
            "ARG V=1",
            "ARG V=2",
            'ARG W="a b"',
            "ARG W",
            "ENV A=1",
            "ENV A=2 B='x'",
            'ENV O="-a x -b"',
            'ENV O="-a y z -b"',
            "ENV P=$V",
            "USER app",
        ),
        *(
            "RUN make",
            "RUN make test && ls",
            "RUN echo 'a; b'",
            'RUN echo "$A x"',
            "COPY a.jar /app/",
            "COPY b.jar /app/",
            "COPY --from=build x y",
        ),
        *(
            "EXPOSE 8080",
            "EXPOSE 9090 9091",
            'CMD ["a.jar"]',
            'CMD ["b.jar"]',
            'ENTRYPOINT ["x"]',
            "HEALTHCHECK CMD x",
            'VOLUME ["/a"]',
            "# renovate: x",
        ),
        *("FROM host/b:1", "FROM host/a:${V} AS build", "RUN <<E\nset -e\n\n  x\nE"),
    ]
)
FILE = st.tuples(
    st.lists(st.sampled_from(["ARG V=1", "ARG V=2"]), max_size=1),
    st.sampled_from(["FROM host/a:1 AS build", "FROM host/a:2 AS build"]),
    st.lists(LINE, max_size=8),
)


@settings(deadline=None, max_examples=80)
@given(st.lists(FILE, min_size=2, max_size=5))
def test_whoever_fits_comes_back(files):
    texts = {f"r{number}": "\n".join([*first, image, *lines]) + "\n" for number, (first, image, lines) in enumerate(files)}
    try:
        found = draft(texts)
    except DraftError:
        return
    assert back(texts, found) == [name for name in texts if (name, PATH) not in found.unfit]
