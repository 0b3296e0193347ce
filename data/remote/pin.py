"""Pins: a server is the one that is meant only while it shows a key known beforehand.

A pin is the SHA-256 of the certificate's SubjectPublicKeyInfo (RFC 7469, section 2.4): it outlives the
renewal of a certificate as long as the key stays, and a second pin can name the key that comes after.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

PREFIX: Final = "sha256/"

_SEQUENCE: Final = 0x30
_VERSION: Final = 0xA0
_BEFORE_THE_KEY: Final = 5
"""Serial number, signature, issuer, validity and subject come before the key (RFC 5280, section 4.1)."""


class NoCertificate(ValueError):
    """Bytes that are no certificate."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The SHA-256 of a public key with its algorithm."""

    digest: bytes

    def __str__(self) -> str:
        return PREFIX + b64encode(self.digest).decode("ascii")


def read_pin(text: str) -> Pin:
    """A pin as `sha256/BASE64`.

    Raises:
        ValueError: anything else.
    """
    if not text.startswith(PREFIX):
        raise ValueError
    try:
        digest = b64decode(text.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise ValueError from None
    if len(digest) != sha256().digest_size:
        raise ValueError
    return Pin(digest)


def pin_of(certificate: bytes) -> Pin:
    """The pin of a certificate in DER.

    Raises:
        NoCertificate: it is none.
    """
    _, whole, _ = _element(certificate, 0)
    _, inner, _ = _element(whole, 0)
    at = 0
    tag, _, after = _element(inner, at)
    at = after if tag == _VERSION else at
    for _ in range(_BEFORE_THE_KEY):
        _, _, at = _element(inner, at)
    tag, _, after = _element(inner, at)
    if tag != _SEQUENCE:
        raise NoCertificate
    return Pin(sha256(inner[at:after]).digest())


def _element(data: bytes, at: int) -> tuple[int, bytes, int]:
    """The tag of the DER element at a place, what it holds, and where the next one begins."""
    try:
        tag, length, start = data[at], data[at + 1], at + 2
    except IndexError:
        raise NoCertificate from None
    if length >= 0x80:
        digits = length & 0x7F
        length, start = int.from_bytes(data[start : start + digits], "big"), start + digits
    end = start + length
    if end > len(data):
        raise NoCertificate
    return tag, data[start:end], end
