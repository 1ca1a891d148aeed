"""Entry of the app: `streamlit run app/main.py` with the workspace folder in ASSESS_WORKSPACE (or `assess app FOLDER`)."""

import gc
import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
if sys.path[0] != str(HERE.parent):  # first, so that a package called `app` in the folder where it was started is not taken for ours
    sys.path.insert(0, str(HERE.parent))

# A favicon of our own: without one the browser asks another host for the icon of the page.
st.set_page_config(page_icon=str(HERE / "static" / "favicon.png"), layout="wide")

# A change of theme in the menu runs no page again, so the words of figures take their colour from the page, not from their template.
INK = "<style>.js-plotly-plot .main-svg text:not(.bartext, .hoverlayer text) { fill: currentColor !important; }</style>"

# Not in a folder called `pages`: Streamlit serves that by an older way, without this file, when the first visit is a deep link.
PAGES = {
    "Answer": (("app_pages/verdict.py", "Verdict", ":material/balance:"), ("app_pages/coverage.py", "Coverage", ":material/fact_check:")),
    "What repositories show": (
        ("app_pages/duplication.py", "Duplication", ":material/content_copy:"),
        ("app_pages/toil.py", "Toil hotspots", ":material/local_fire_department:"),
    ),
    "What people say": (
        ("app_pages/survey.py", "Survey rounds", ":material/forum:"),
        ("app_pages/response.py", "Response", ":material/how_to_reg:"),
        ("app_pages/cognitive_load.py", "Cognitive load", ":material/psychology:"),
        ("app_pages/change.py", "Change", ":material/update:"),
    ),
}


@st.cache_resource
def _settle() -> bool:
    """Import once what every page needs, and spare it from the collection that Streamlit runs after every page."""
    from app import parts  # noqa: F401

    gc.collect()
    gc.freeze()
    return True


_settle()
st.logo(str(HERE / "static" / "favicon.png"), size="large")
page = st.navigation(
    {
        group: [st.Page(file, title=title, icon=icon, default=title == "Verdict") for file, title, icon in pages]
        for group, pages in PAGES.items()
    }
)
st.set_page_config(page_title=f"{page.title} · Platform assessment")
st.html(INK)
page.run()
