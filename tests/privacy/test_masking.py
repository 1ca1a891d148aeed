import base64
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.privacy.masking import MASK, masked, suspects

RANDOM = random.Random(1)


def letters(among, length, rng=RANDOM):
    return "".join(rng.choice(among) for _ in range(length))


LOWER, UPPER, DIGITS = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
HEX = DIGITS + "abcdef"
MIXED = LOWER + UPPER + DIGITS
FORMS = [  # lengths and letters as the providers document them
    "AKIA" + letters(UPPER + "234567", 16),
    "ghp_" + letters(MIXED, 36),
    "github_pat_" + letters(MIXED, 22) + "_" + letters(MIXED, 59),
    "glpat-" + letters(MIXED, 20),
    "xoxb-" + letters(DIGITS, 12) + "-" + letters(DIGITS, 12) + "-" + letters(MIXED, 24),
    "AIza" + letters(MIXED, 35),
    "sk_live_" + letters(MIXED, 24),
    "SG." + letters(MIXED, 22) + "." + letters(MIXED, 43),
    "npm_" + letters(MIXED, 36),
    "hvs." + letters(MIXED, 24),
    "eyJhbGciOiJIUzI1NiJ9." + letters(MIXED, 60) + "." + letters(MIXED, 43),
]


def found(text):
    """What is stored of a line: masked only where something was suspected."""
    return masked(text) if len(suspects(text.encode())) else text


@pytest.mark.parametrize("token", FORMS, ids=[form[:6] for form in FORMS])
@pytest.mark.parametrize("around", ["token: {}", "curl -H 'X-Auth: {}' https://x.org", "RUN login --with {} --quiet", "{}"])
def test_tokens_of_a_known_form_are_masked_wherever_they_stand(token, around):
    assert found(around.format(token)) == around.format(MASK)


@pytest.mark.parametrize(
    "before", ["secure: ", 'value = "', "KEY=", "  password:   '", '"data": "', "", "  ", "- ", "Authorization: Bearer "]
)
@pytest.mark.parametrize(
    "value",
    [letters(HEX, 32), letters(HEX, 40), letters(HEX, 64), letters(MIXED, 32), base64.b64encode(RANDOM.randbytes(64)).decode()],
    ids=["hex32", "hex40", "hex64", "mixed32", "base64"],
)
def test_long_random_values_are_masked(before, value):
    after = {"'": "'", '"': '"'}.get(before[-1:], "")
    assert found(before + value + after) == before + MASK + after


DIGEST = letters(HEX, 64)
COMMIT = letters(HEX, 40)


@pytest.mark.parametrize(
    "line",
    [
        f"      - uses: actions/checkout@{COMMIT} # v4.1.1",
        f"FROM node:20@sha256:{DIGEST}",
        f"digest: sha256:{DIGEST}",
        f'source = "git::https://example.org/module?ref={COMMIT}"',
        f"  rev: {COMMIT}",
        f"image: registry.example.org/shop:{COMMIT}",
        f"    --hash=sha256:{DIGEST} \\",
        f"integrity: sha512-{base64.b64encode(RANDOM.randbytes(64)).decode()}",
        "key_vault_id = /subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/shop-prod-2/providers",
        "tenant: 01234567-89ab-cdef-0123-456789abcdef",
        "password: ${{ secrets.REGISTRY_PASSWORD_2024_PRODUCTION }}",
        "url: postgres://user:${PASSWORD}@db.example.org:5432/shop",
        "run: ./gradlew integrationTest2WithSomeVeryLongTaskName --no-daemon",
        "name: a-service-with-a-long-name-2-and-another-3-api",
        "path: src/main/resources/db/migration/V20240101120000__create_table.sql",
        "secretName: shop-production-credentials-2024-01",
        "apiVersion: notification.toolkit.fluxcd.io/v1beta3",
        "12345678901234567890123456789012345678901234567890",
    ],
)
def test_digests_ids_and_long_names_are_no_secrets(line):
    assert masked(line) == line


def test_a_private_key_goes_and_its_lines_stay_counted():
    body = [base64.b64encode(RANDOM.randbytes(48)).decode() for _ in range(3)]
    text = "\n".join(["a: |", "  -----BEGIN RSA PRIVATE KEY-----", *body, "short=", "  -----END RSA PRIVATE KEY-----", "b: 1"])
    said = found(text)
    assert said.count("\n") == text.count("\n")
    assert said.startswith("a: |\n  -----BEGIN RSA PRIVATE KEY-----\n***\n")
    assert said.endswith("-----END RSA PRIVATE KEY-----\nb: 1")
    assert not any(line in said for line in [*body, "short="])
    cut = "\n".join(text.split("\n")[:4])  # a hunk that ends inside the key
    assert body[0] not in found(cut)
    assert body[1] not in found(body[1])  # one that begins inside of it


def test_passwords_in_addresses_go_and_the_rest_of_the_address_stays():
    assert found("url: https://user:hunter2@example.org/x") == "url: https://user:***@example.org/x"
    hook = "https://hooks.slack.com/services/T00000000/B00000000/abcdefgh"
    assert found(f"webhook: {hook}") == "webhook: https://hooks.slack.com/services/***"


def test_ids_under_the_name_of_a_secret_go():
    assert found("client_secret: 01234567-89ab-cdef-0123-456789abcdef") == "client_secret: ***"


def test_suspects_are_found_at_their_place_in_a_buffer():
    lines = [f"a: {n}" for n in range(50)]
    lines[20] = f"key: {letters(MIXED, 40)}"
    lines[40] = "url: ftp://me:secret@example.org"
    buffer = "\n".join(lines).encode()
    where = {buffer[:place].count(b"\n") for place in suspects(buffer).tolist()}
    assert where == {20, 40}
    assert suspects(b"").tolist() == []


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*FORMS, COMMIT, DIGEST, "://u:p@", "sha256:", "@", "=", ": ", "\n", " ", "/", "-", "_", "key", "AKIA", "é"]),
            st.text(MIXED, max_size=30).map("7{}".format),  # what has no digit at all is not looked for
        ),
        max_size=12,
    )
)
def test_what_is_not_suspected_would_not_be_masked(parts):
    text = "".join(parts)
    said = masked(text)
    assert said.count("\n") == text.count("\n")
    assert said == text or len(suspects(text.encode()))


def test_no_line_can_keep_it_busy():
    for pump in ("a1", "token: ", "://", ": ", "eyJ", "ghp_", "-----BEGIN RSA PRIVATE KEY-----", "AKIA", "aB3/", "- ", "'"):
        text = pump * (32_768 // len(pump))
        assert isinstance(found(text), str)
    assert np.issubdtype(suspects(b"a" * 100_000).dtype, np.integer)
