"""The floor of `bench.server_bench`: FastAPI and psycopg, one insert or one select a request, nothing else.

python -m bench.bare_server POSTGRES_URL PORT SELECT
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel

TABLE = "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, command text, body text)"


class Told(BaseModel):
    """What is inserted."""

    command: str
    body: str


def bare_app(url: str, select: str) -> FastAPI:
    """`POST /insert` writes a row and commits; `GET /list` answers `select`."""
    pool = AsyncConnectionPool(url, min_size=4, max_size=16, open=False, kwargs={"autocommit": True})

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.open(wait=True)
        async with pool.connection() as connection:
            await connection.execute(TABLE)
        yield
        await pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.post("/insert")
    async def insert(told: Told) -> dict[str, int]:
        async with pool.connection() as connection:
            cursor = await connection.execute(
                "INSERT INTO bare (command, body) VALUES (%s, %s) RETURNING id", (told.command, told.body)
            )
            row = await cursor.fetchone()
        assert row is not None
        return {"id": row[0]}

    @app.get("/list")
    async def lines() -> list[dict[str, Any]]:
        async with pool.connection() as connection:
            cursor = await connection.execute(select.encode())
            names = [column.name for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in await cursor.fetchall()]

    return app


if __name__ == "__main__":
    uvicorn.run(
        bare_app(sys.argv[1], sys.argv[3]), port=int(sys.argv[2]), log_level="error", access_log=False
    )
