"""Free texts: masked as far as a machine can see, shuffled, from ten people on."""

import numpy as np
import pytest

from assessment.privacy.comments import MASK, masked, released

M = MASK


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to jane.doe@example.com or jane (at) example (dot) com.", f"Write to {M} or {M}."),
        ("See https://wiki.example.com/x?id=1 and www.example.org/y", f"See {M} and {M}"),
        ("@jdoe and <@U12345> know", f"{M} and {M} know"),
        ("PLAT-1234 has waited since #88", f"{M} has waited since {M}"),
        ("The host 10.12.0.7 is slow", f"The host {M} is slow"),
        ("Call +49 30 1234567 or 0151-2345678", f"Call {M} or {M}"),
        ("My number is 00482913.", f"My number is {M}."),
        ("Ask Jane Doe, she knows; thanks to Ömer!", f"Ask {M}, she knows; thanks to {M}!"),
        ("Frau Müller-Lüdenscheid hilft, Dr. Özil auch.", f"Frau {M} hilft, Dr. {M} auch."),
        ("Good.\n- Jane", f"Good.\n- {M}"),
        ("Regards, Jane Doe", f"Regards, {M}"),
    ],
)
def test_who_and_whom_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Our CI takes 45 minutes, 3 times a day, in 2026.",
        "We ask for access and wait 10 days.",
        "GitHub Actions beats Jenkins; version 1.2.3 was fine.",
        "Die Pipeline ist langsam – das Team hilft sich selbst.",
        "I ask the platform team",
    ],
)
def test_ordinary_sentences_stay(text: str) -> None:
    assert masked(text) == text


def test_from_ten_people_on() -> None:
    texts = [f"text {at}" for at in range(12)]
    assert released(texts, 9, 5, np.random.default_rng(0)) == []
    assert released(texts, 11, 12, np.random.default_rng(0)) == []
    assert sorted(released(texts, 12, 5, np.random.default_rng(0))) == sorted(texts)


def test_the_order_says_nothing() -> None:
    texts = [f"text {at:02}" for at in range(30)]
    firsts = {released(texts, 30, 5, np.random.default_rng(seed))[0] for seed in range(60)}
    assert len(firsts) > 20
    assert released(texts, 30, 5, np.random.default_rng(7)) == released(texts, 30, 5, np.random.default_rng(7))
