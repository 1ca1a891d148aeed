"""What is copied, what was changed everywhere by hand, what was invented twice, and what would one shared version be?"""

import streamlit as st

from app import parts
from app.sections import blocks, campaigns, copies, reinvention
from assessment.reporting import words

SECTIONS = {"Copies": copies.show, "Campaigns": campaigns.show, "Blocks": blocks.show, "Reinvention": reinvention.show}
TABLES = (
    *("clusters", "members", "cluster_parameters", "cluster_drift", "blocks", "block_places"),
    *("campaigns", "campaign_edits", "campaign_commits", "left_behind", "campaign_chance", "reinvention", "solutions"),
)

made = parts.assessment()
parts.head("Duplication", made, words.CLONES_ARE_FACTS)
for tab, show in zip(st.tabs(list(SECTIONS), key="section", on_change="rerun", bind="query-params"), SECTIONS.values(), strict=True):
    if tab.open:  # the others are drawn when they are opened
        with tab:
            show(made)
parts.downloads(made, TABLES, key="duplication")
