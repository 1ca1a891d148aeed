"""Jobs, steps, services and other blocks that stand in several repositories, inside files that differ as a whole."""

import streamlit as st

from app import parts
from assessment.decisions.assessment import Assessment
from assessment.reporting import words

MOST = 30  # lines of a block that are shown


def show(made: Assessment) -> None:
    """The whole section."""
    if made.blocks.empty:
        st.info("No block was found in two repositories whose files differ as a whole.", icon=":material/info:")
        return
    with st.container(horizontal=True):
        sorts = st.multiselect("Sort", sorted(made.blocks["sort"].unique()), key="sort", width=260)
        flows = st.multiselect(
            "Workflow", sorted(made.blocks["workflow"].unique()), format_func=words.workflow, key="block-flow", width=260
        )
    table = made.blocks[made.blocks["sort"].isin(sorts)] if sorts else made.blocks
    table = table[table["workflow"].isin(flows)] if flows else table
    parts.table("blocks", table, key="blocks", empty="No block matches these filters.")
    if table.empty:
        return
    titles = {
        row.block: f"{row.sort} {row.name} · {words.repositories(row.repositories)} · {words.count(row.lines, 'line')}"
        for row in table.itertuples(index=False)
    }
    name = st.selectbox("Block", list(titles), format_func=titles.__getitem__, key="block")
    row = table.set_index("block").loc[name]
    text = parts.workspace().content(str(row["repository"]), str(row["path"]))
    if text is not None:
        lines = text.split("\n")[int(row["line"]) - 1 :][: min(MOST, int(row["lines"]) + 4)]
        st.caption(parts.plain(f"{row['repository']} · {row['path']}, from line {row['line']}"))
        st.code("\n".join(lines), language=None)
    parts.table("block_places", made.block_places[made.block_places["block"] == name], key="places")
