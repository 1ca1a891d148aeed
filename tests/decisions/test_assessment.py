"""Tables are made by modules that do not know the result's dictionary: their columns and its columns are held together here."""

import pytest

from assessment.decisions.dictionary import COLUMNS
from assessment.repositories.collectors import exposure, hotspots, toil
from assessment.repositories.duplication.blocks import tables as blocks
from assessment.repositories.duplication.campaigns import behind, chance
from assessment.repositories.duplication.campaigns import tables as campaigns
from assessment.repositories.duplication.campaigns import words as edits
from assessment.repositories.duplication.copies import drift, parameters, tables
from assessment.repositories.duplication.sharing import reinvention
from assessment.repositories.labour import departures
from assessment.repositories.roads import adoption as roads
from assessment.survey import release, workload

MADE = {
    "adoption": roads.COLUMNS,
    "block_places": blocks.PLACES,
    "blocks": blocks.BLOCKS,
    "campaign_chance": chance.COLUMNS,
    "campaign_edits": edits.COLUMNS,
    "campaigns": campaigns.COLUMNS,
    "cluster_drift": drift.COLUMNS,
    "cluster_parameters": parameters.COLUMNS,
    "clusters": tables.CLUSTERS,
    "left_behind": behind.COLUMNS,
    "items": release.ITEMS,
    "members": tables.MEMBERS,
    "response": release.RESPONSE,
    "toil": toil.COLUMNS,
    "reinvention": reinvention.COLUMNS,
    "service_months": toil.MONTHS,
    "hotspots": hotspots.FILES,
    "hotspot_groups": hotspots.GROUPS,
    "exposure": exposure.COLUMNS,
    "glue": departures.COLUMNS,
}


@pytest.mark.parametrize("table", MADE)
def test_a_column_that_is_made_is_documented_and_the_other_way_round(table):
    assert sorted(MADE[table]) == sorted(COLUMNS[table])  # `tidy` would fill a missing one with nothing, in silence


def test_what_people_say_of_workflows_is_part_of_the_ranking():
    assert set(workload.COLUMNS) <= set(COLUMNS["workflows"])
