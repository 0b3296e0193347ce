"""A hall's configuration as events of its own stream: what is there already is told as it stands.

The events take the moment of the newest one before them, so that the log stays in its order; their user says
that nobody but the program has told them. Texts are carried over as they are stored.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

USER = "clerk-tui"
REASON = "carried over: set up before the log told of it"
COMMAND = "carried-over-0008"
STREAM = "hall"
SHANGHAI = timezone(timedelta(hours=8))


def upgrade() -> None:
    """Tell every district's configuration in its log, with a receipt."""
    op.add_column("window", sa.Column("station", sa.Text(), nullable=False, server_default=""))
    rows = _rows("SELECT district FROM setting WHERE key = 'card' ORDER BY district")
    for (district,) in rows:
        if not _rows(
            "SELECT 1 FROM event WHERE district = :district AND stream = :stream LIMIT 1",
            district=district,
            stream=STREAM,
        ):
            _carry_over(str(district))


def _rows(query: str, **values: object) -> list[Any]:
    return list(op.get_bind().execute(sa.text(query), values).fetchall())


def _insert(table: str, row: dict[str, object]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f":{name}" for name in row)
    op.get_bind().execute(sa.text(f'INSERT INTO "{table}" ({names}) VALUES ({places})'), row)


def _carry_over(district: str) -> None:
    newest = _rows(
        'SELECT "position", hash, at, recorded FROM event WHERE district = :district'
        ' ORDER BY "position" DESC LIMIT 1',
        district=district,
    )
    now = datetime.now(SHANGHAI).isoformat(timespec="microseconds")
    position, prev, at = (newest[0][0], newest[0][1], max(newest[0][2:])) if newest else (0, "", now)
    kinds = []
    for seq, body in enumerate(_told(district), start=1):
        kinds.append(str(body["kind"]))
        row = {
            "district": district,
            "position": position + seq,
            "stream": STREAM,
            "seq": seq,
            "at": at,
            "recorded": at,
            "user": USER,
            "window": "",
            "command": COMMAND,
            "kind": kinds[-1],
            "body": _json({**body, "reason": REASON}),
            "prev": prev,
        }
        prev = hashlib.sha256(_json(list(row.values())).encode("utf-8", "surrogatepass")).hexdigest()
        _insert("event", {**row, "hash": prev})
    receipt = {
        "command": COMMAND,
        "stream": STREAM,
        "seq": len(kinds),
        "events": kinds,
        "at": at,
        "number": "",
        "others": [],
    }
    mark = hashlib.sha256(COMMAND.encode()).hexdigest()
    _insert(
        "receipt",
        {"district": district, "command": COMMAND, "fingerprint": mark, "body": _json(receipt)},
    )
    _rows_of_revision(district, len(kinds))


def _rows_of_revision(district: str, seq: int) -> None:
    bind = op.get_bind()
    bind.execute(
        sa.text("DELETE FROM setting WHERE district = :district AND key = 'revision'"), {"district": district}
    )
    _insert("setting", {"district": district, "key": "revision", "value": str(seq)})


def _told(district: str) -> Iterator[dict[str, object]]:
    """The bodies of the events, in the order in which a hall is set up."""
    values = {
        str(key): str(value)
        for key, value in _rows(
            "SELECT key, value FROM setting WHERE district = :district", district=district
        )
    }
    yield {"kind": "hall_named", "card": json.loads(values["card"])}
    yield {"kind": "settings_changed", "settings": json.loads(values.get("settings", "{}"))}
    zones = _rows(
        "SELECT code, letter, name, name_en FROM zone WHERE district = :district ORDER BY place",
        district=district,
    )
    named = ("code", "letter", "name", "name_en")
    yield {"kind": "zones_set", "zones": [dict(zip(named, zone, strict=True)) for zone in zones]}
    windows = _rows(
        'SELECT code, name, name_en, zones FROM "window" WHERE district = :district ORDER BY place',
        district=district,
    )
    told = [
        {"code": code, "name": name, "name_en": name_en, "zones": json.loads(of)}
        for code, name, name_en, of in windows
    ]
    yield {"kind": "windows_set", "windows": told}
    yield {"kind": "reasons_set", "reasons": json.loads(values.get("reasons", "[]"))}
    departments = _rows(
        "SELECT code, name, name_en, abbreviation FROM department WHERE district = :district ORDER BY code",
        district=district,
    )
    for code, name, name_en, abbreviation in departments:
        department = {"code": code, "name": name, "name_en": name_en, "abbreviation": abbreviation}
        yield {"kind": "department_put", "department": department}
    seen: set[str] = set()
    for code, body in _rows(
        "SELECT code, body FROM item WHERE district = :district ORDER BY code, version", district=district
    ):
        kind = "item_revised" if code in seen else "item_added"
        seen.add(str(code))
        yield {"kind": kind, "item": json.loads(body)}
    for version, body in _rows(
        "SELECT version, body FROM overlay WHERE district = :district ORDER BY place", district=district
    ):
        fields = json.loads(body)
        days = [
            {"day": day, "working": working, "name": name} for day, (working, name) in fields["days"].items()
        ]
        yield {
            "kind": "calendar_laid",
            "layer": {"version": version, "days": days, "published": fields["published"]},
        }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
