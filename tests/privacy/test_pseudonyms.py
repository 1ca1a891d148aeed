import pytest

from assessment.privacy.pseudonyms import pseudonym


def test_pseudonyms_are_hmac_sha256() -> None:
    # RFC 4231, test case 1: key 20 bytes 0x0b, data "Hi There", HMAC-SHA-256 = b0344c61d8db3853 5ca8afceaf0bf12b ...
    assert pseudonym(b"\x0b" * 20, "Hi There") == "b0344c61d8db3853"


def test_another_key_gives_another_pseudonym() -> None:
    assert pseudonym(b"a" * 16, "jane@example.org") != pseudonym(b"b" * 16, "jane@example.org")


def test_a_key_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        pseudonym(b"secret", "jane@example.org")
