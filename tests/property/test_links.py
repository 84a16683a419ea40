"""Links hold what was put into them: whole and unchanged, or not at all."""

import base64
import hashlib
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foresight.scenario.links import CHECK, MAX_INSIDE, MAX_LINK, LinkError, sealed, unsealed

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
FACTS = st.dictionaries(WORDS, VALUES, max_size=6)


def forged(plain: bytes) -> str:
    """Return a link around any bytes, with a checksum that is right: what somebody with the source could make."""
    packed = zlib.compress(plain)
    return base64.urlsafe_b64encode(hashlib.sha256(packed).digest()[:CHECK] + packed).decode().rstrip("=")


def read(link: str) -> dict[str, object] | None:
    """Return what a link holds, or None where it is refused."""
    try:
        return unsealed(link)
    except LinkError:
        return None


@given(FACTS)
def test_a_link_gives_back_what_was_put_in(facts: dict[str, object]) -> None:
    link = sealed(facts)
    assert set(link) <= set(LETTERS)
    assert unsealed(link) == facts


@given(FACTS, st.data())
def test_a_link_with_one_letter_changed_is_refused_or_gives_the_same(facts: dict[str, object], data: st.DataObject) -> None:
    link = sealed(facts)
    place = data.draw(st.integers(0, len(link) - 1))
    changed = link[:place] + data.draw(st.sampled_from(LETTERS + "=+/ .%é")) + link[place + 1 :]
    assert read(changed) in (facts, None)


@given(FACTS, st.data())
def test_a_link_that_was_cut_off_is_refused(facts: dict[str, object], data: st.DataObject) -> None:
    link = sealed(facts)
    with pytest.raises(LinkError, match="broken"):
        unsealed(link[: data.draw(st.integers(0, len(link) - 2))])


@given(st.text(max_size=200))
def test_any_text_at_all_gets_a_message(text: str) -> None:
    with pytest.raises(LinkError):
        unsealed(text)


def test_what_does_not_fit_is_not_made_and_not_read() -> None:
    long = {"file": "".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(1000))}
    with pytest.raises(LinkError, match="too long for a link"):
        sealed(long)
    with pytest.raises(LinkError, match="too long"):
        unsealed("A" * (MAX_LINK + 1))


@pytest.mark.parametrize(
    "plain",
    [b"[1]", b"{", b"[" * 100_000, b'{"a": NaN}', b"\xff", json.dumps({"a": 1}).encode() + b" x"],
    ids=["a list", "half a word", "nested deep", "no number", "no text", "more behind it"],
)
def test_a_forged_link_is_refused(plain: bytes) -> None:
    with pytest.raises(LinkError, match="broken"):
        unsealed(forged(plain))


def test_a_link_that_would_blow_up_is_refused() -> None:
    bomb = forged(b" " * (200 * MAX_INSIDE))
    assert len(bomb) < 20 * MAX_LINK
    small = forged(b" " * (MAX_INSIDE + 1))
    assert len(small) < MAX_LINK
    with pytest.raises(LinkError, match="more than a link may hold"):
        unsealed(small)
