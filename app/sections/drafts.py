"""The shared version of a cluster, drafted when it is asked for: what it is, who fits, what would change for whom, and the files."""

import streamlit as st

from app import parts
from assessment.errors import AssessmentError
from assessment.reporting import words
from assessment.reporting.exports import drafts
from assessment.repositories.duplication.drafts.draft import Draft

LANGUAGES = {"yml": "yaml", "yaml": "yaml", "tf": "hcl", "md": "markdown", "json": "json", "Dockerfile": "docker"}


def show(cluster: str) -> None:
    """A button, and then the draft."""
    st.caption(
        "Parts that all members share become one file, values that differ its inputs. "
        "Nothing is written into a repository: read the draft, then decide."
    )
    if not st.toggle("Draft it", key=f"draft-{cluster}"):
        return
    try:
        made = _drafted(str(parts.workspace().folder), cluster)
    except AssessmentError as error:
        st.info(parts.plain(str(error)), icon=":material/info:")
        return
    if not made.accepted:
        st.info(parts.plain(f"No draft: {made.why}"), icon=":material/info:")
        return
    _summary(made)
    _files(made)
    st.download_button(
        "Download the draft with a file for each repository",
        data=lambda: drafts.as_zip(made),
        file_name=f"draft-{cluster}.zip",
        mime="application/zip",
        icon=":material/download:",
        on_click="ignore",
        key=f"zip-{cluster}",
    )


@st.cache_data(max_entries=8, show_spinner="Drafting the shared version")
def _drafted(folder: str, cluster: str) -> Draft:
    return parts.workspace().draft(cluster)


def _summary(made: Draft) -> None:
    fits = made.fits[made.fits["fits"].astype(bool)]
    parts.facts(
        (
            ("Form", words.sentence(made.form), ""),
            ("Who fits", f"{len(fits)} of {words.count(len(made.fits), 'file')}", "each rebuilt from template and caller, and compared"),
            (
                "Lines",
                f"{words.number(made.lines_before)} → {words.number(made.lines_after)}",
                f"{words.percent(made.saved)} saved, callers counted",
            ),
            ("Constant", words.percent(made.constants), "of an average member"),
        )
    )


def _files(made: Draft) -> None:
    for path, text in made.files.items():
        st.markdown(f"**{parts.plain(path)}**")
        st.code(text, language=_language(path), height=min(420, 60 + 21 * text.count("\n")))
    tabs = st.tabs(["Who fits", "Inputs", "Looks forgotten", "A caller"])
    with tabs[0]:
        st.dataframe(made.fits, hide_index=True, alt="Who fits")
    with tabs[1]:
        st.dataframe(made.parameters.astype({"values": str}) if len(made.parameters) else made.parameters, hide_index=True, alt="Inputs")
    with tabs[2]:
        st.caption("Parts that stand in all members but one.")
        st.dataframe(made.forgotten, hide_index=True, alt="Looks forgotten")
    with tabs[3]:
        names = {f"{key[0]} · {made.places.get(key, key[1])}": text for key, text in made.callers.items()}
        name = st.selectbox("Repository", list(names), key="caller")
        st.code(names[name], language=_language(name))


def _language(path: str) -> str | None:
    return LANGUAGES.get(path.rsplit("/", 1)[-1].rsplit(".", 1)[-1])
