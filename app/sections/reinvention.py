"""How independently teams solve the same jobs: shared, copied, invented."""

import streamlit as st

from app import parts
from assessment.decisions.assessment import Assessment
from assessment.reporting import words
from assessment.reporting.figures import reinvention


def show(made: Assessment) -> None:
    """The whole section."""
    table = made.reinvention[made.reinvention["eligible"] > 1].sort_values("inventions", ascending=False)
    if table.empty:
        st.info("No workflow is seen in two teams.", icon=":material/info:")
        return
    parts.figure(
        reinvention.chart(table), key="reinvention", alt="Per workflow: teams on something shared, on copies, on inventions of their own"
    )
    st.caption("Each team weighs the same. Shared is no reinvention; who provides it tells paved roads from private arrangements.")
    parts.table("reinvention", table, key="reinvention-table")
    st.header("Solutions", anchor=False)
    names = sorted(table["workflow"])
    flow = st.selectbox("Workflow", names, format_func=words.workflow, key="solutions-flow")
    parts.table("solutions", made.solutions[made.solutions["workflow"] == flow], key="solutions", without=("workflow",))
