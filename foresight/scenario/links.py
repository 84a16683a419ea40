"""A few facts as one short text that fits into an address, and back: compact, checked, and of bounded size."""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

from foresight.errors import ForesightError

MAX_LINK = 16_000
"""Characters of a link; browsers and servers take at least as many."""
MAX_INSIDE = 200_000
"""Bytes of what a link holds, unpacked."""
CHECK = 8  # bytes of the checksum

_LETTERS = re.compile(r"[A-Za-z0-9_-]+")


class LinkError(ForesightError):
    """A link that cannot be made or read; the message says why."""


def sealed(facts: Mapping[str, Any]) -> str:
    """Return facts that JSON can hold as a text of letters, digits, hyphens and underscores.

    Raises
    ------
    LinkError
        Where they are too long for an address.
    """
    plain = json.dumps(facts, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()
    packed = zlib.compress(plain, 9)
    text = base64.urlsafe_b64encode(_check(packed) + packed).decode().rstrip("=")
    if len(text) > MAX_LINK or len(plain) > MAX_INSIDE:
        msg = f"This is too long for a link: {len(text):,} characters, where {MAX_LINK:,} fit. Download it as files instead."
        raise LinkError(msg)
    return text


def unsealed(text: str) -> dict[str, Any]:
    """Return the facts that a text holds.

    Raises
    ------
    LinkError
        For anything that `sealed` has not made, or that has been changed since.
    """
    if len(text) > MAX_LINK:
        msg = f"This link is too long to be one of ours: {len(text):,} characters, where {MAX_LINK:,} fit."
        raise LinkError(msg)
    broken = LinkError("This link is broken: part of it is missing or was changed on the way. Ask for it again.")
    try:
        if not _LETTERS.fullmatch(text):
            raise broken
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        check, packed = raw[:CHECK], raw[CHECK:]
        if check != _check(packed):
            raise broken
        facts = json.loads(_unpacked(packed), parse_constant=_refuse)
    except (binascii.Error, zlib.error, ValueError, RecursionError):
        raise broken from None
    if not isinstance(facts, dict):
        raise broken
    return facts


def _check(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()[:CHECK]


def _unpacked(packed: bytes) -> bytes:
    """Unpack no more than a link may hold."""
    unpacker = zlib.decompressobj()
    plain = unpacker.decompress(packed, MAX_INSIDE)
    if not unpacker.eof:
        msg = "This link holds more than a link may hold."
        raise LinkError(msg)
    return plain


def _refuse(word: str) -> None:
    raise ValueError(word)
