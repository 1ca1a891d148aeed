"""Reads a photographed receipt and guesses what was bought."""

LIMIT = 40


def guess(words: list[str]) -> str:
    prices = [word for word in words if word.replace(",", "").isdigit()]
    return prices[-1] if len(prices) > 2 else "?"
