"""Certificates made on the spot, as an administrator would make them."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

NAMES = "subjectAltName=IP:127.0.0.1,DNS:localhost"


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key."""

    certificate: Path
    key: Path

    @property
    def pin(self) -> str:
        """Its pin, as docs/remote.md has it made."""
        public = openssl("x509", "-in", str(self.certificate), "-noout", "-pubkey")
        der = openssl("pkey", "-pubin", "-outform", "der", given=public)
        return "sha256/" + b64encode(openssl("dgst", "-sha256", "-binary", given=der)).decode()


def make(folder: Path, name: str, *, kind: str = "ec", names: str = NAMES) -> Pair:
    """A certificate that vouches for itself."""
    pair = Pair(folder / f"{name}.crt", folder / f"{name}.key")
    size = (
        ["-newkey", "rsa:2048"] if kind == "rsa" else ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    )
    openssl(
        "req", "-x509", *size, "-nodes", "-days", "2", "-subj", f"/CN={name}",
        "-addext", names, "-keyout", str(pair.key), "-out", str(pair.certificate),
    )  # fmt: skip
    return pair


def renewed(folder: Path, name: str, before: Pair) -> Pair:
    """Another certificate for the same key."""
    pair = Pair(folder / f"{name}.crt", before.key)
    openssl(
        "req", "-x509", "-key", str(before.key), "-days", "3", "-subj", f"/CN={name}", "-addext", NAMES,
        "-out", str(pair.certificate),
    )  # fmt: skip
    return pair


def openssl(*arguments: str, given: bytes = b"") -> bytes:
    """What openssl answers."""
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, check=True).stdout
