"""How the form looks beyond the theme, and where the reader is put when a page opens."""

import json

import streamlit as st

# On a phone options stand below each other, each as high as a thumb; wider, they stand side by side and wrap.
STYLE = """<style>
[data-testid="stMainBlockContainer"] { max-width: 58rem; padding: 1.5rem 1rem 4rem; }
[data-testid="stMarkdownContainer"] > p, [data-testid="stMarkdownContainer"] li { max-width: 46rem; }
[data-testid="InputInstructions"] { display: none; }
[data-testid="stRadioGroup"] { gap: 0.25rem 1.1rem; }
[data-testid="stRadioOption"] { min-height: 2.4rem; align-items: center; }
[data-testid="stRadioOption"] > div > div:first-child {
  border: 1px solid color-mix(in srgb, currentColor 60%, transparent); border-radius: 50%; }
[data-testid="stRadio"] > label p, [data-testid="stNumberInput"] > label p, [data-testid="stTextArea"] > label p,
[data-testid="stButtonGroup"] > label p, [data-testid="stSelectbox"] > label p { font-size: 1rem; font-weight: 550; line-height: 1.45; }
[data-testid="stRadioOption"] p, [data-testid="stCheckbox"] p { font-size: 0.95rem; }
[class*="st-key-item-"] { padding: 0.35rem 0 0.9rem; border-bottom: 1px solid rgba(128, 128, 128, 0.25); }
[data-testid="stCheckbox"] label > div:not([data-testid]) { border-color: color-mix(in srgb, currentColor 60%, transparent) !important; }
[data-testid="stButtonGroup"] [aria-checked="true"], [data-testid="stButtonGroup"] [aria-checked="true"] *,
[data-testid="stButtonGroup"] [aria-pressed="true"], [data-testid="stButtonGroup"] [aria-pressed="true"] * {
  color: inherit !important; font-weight: 600; }
[data-testid="stButtonGroup"] button { min-height: 2.4rem; }
[class*="st-key-edit-"]:not(:first-child) { padding-top: 1rem; }
[class*="st-key-edit-"] button { text-align: left; padding-left: 0; min-height: 2.4rem; white-space: normal; }
[class*="st-key-edit-"] button p { text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.25em; }
.st-key-turning { padding-top: 0.6rem; }
.st-key-turning button, .st-key-start button { min-height: 2.75rem; padding: 0 1.4rem; }
h1 { overflow-wrap: anywhere; hyphens: auto; } h1:focus { outline: none; }
@media (max-width: 640px) {
  [data-testid="stRadioGroup"] { flex-direction: column; align-items: stretch; width: 100%; gap: 0; }
  [data-testid="stRadioGroup"] > div, [data-testid="stRadioOption"] { width: 100%; }
  [data-testid="stRadioOption"] { min-height: 2.75rem; margin: 0; }
  [data-testid="stRadioOption"] p, [data-testid="stCheckbox"] p { font-size: 1rem; }
  .st-key-turning [data-testid="stButton"], .st-key-turning [data-testid="stButton"] button, .st-key-start button { width: 100%; }
  h1 { font-size: 1.55rem !important; }
}
</style>"""
SCRIPT = """<script>/* {visit} */
(() => {{
  document.documentElement.lang = {language};
  if (window.arrived === {visit}) return;  // the page only changed under the reader
  window.arrived = {visit};
  const wanted = {target}, started = Date.now();
  const place = () => document.querySelector(wanted ? '.st-key-' + CSS.escape(wanted) : 'h1');
  const focus = (found) => {{
    if (!wanted) found.tabIndex = -1;
    (wanted && found.querySelector('input:checked, input, textarea, button') || found).focus({{ preventScroll: true }});
  }};
  const hold = () => {{  // what was there may be drawn anew while the page is still coming, and the keyboard would be nowhere
    if (document.activeElement === document.body && place()) focus(place());
    if (Date.now() - started < 2500) setTimeout(hold, 150);
  }};
  const arrive = () => {{
    const found = place();
    if (!found) {{ if (Date.now() - started < 3000) setTimeout(arrive, 50); return; }}
    if (wanted) found.scrollIntoView({{ block: 'start' }});
    else document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
    focus(found);
    setTimeout(hold, 150);
  }};
  setTimeout(arrive, 80);
}})();
</script>"""


def style() -> None:
    """The form's own style."""
    st.html(STYLE)


def arrive(visit: int, language: str, target: str = "") -> None:
    """Put reader and keyboard at the top of a page that has just opened, or at the item with this key; tell the browser its language.

    Streamlit keeps the place from page to page, and tells screen readers that everything is English.
    """
    st.html(SCRIPT.format(visit=visit, language=_literal(language), target=_literal(target)), unsafe_allow_javascript=True)


def _literal(text: str) -> str:
    """A text as a literal of a script in a page."""
    return json.dumps(text).replace("<", "\\u003c")
