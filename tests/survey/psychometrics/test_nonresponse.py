"""Bounds of the silent, by hand."""

from assessment.survey.psychometrics.nonresponse import bounds


def test_the_silent_at_either_end() -> None:
    # 6 of 8 said 4 on 1..5: (24 + 2) / 8 and (24 + 10) / 8
    got = bounds([4.0, 4.0], [6, 8], [8, 8], 1, 5)
    assert got.low.tolist() == [3.25, 4.0]
    assert got.high.tolist() == [4.25, 4.0]


def test_more_answers_than_members_count_as_everybody() -> None:
    assert bounds(4.0, 6, 5, 1, 5).low == 4
