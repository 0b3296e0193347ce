"""What is asked of the catalogue: items found, one item whole."""

from __future__ import annotations

from functools import cache

from sqlalchemy import and_, bindparam, case, func, literal_column, or_, select

from data.model.item import Item, ItemKind
from data.model.query import (
    AskItem,
    AskItems,
)
from data.model.view import ItemLine, Page
from data.store.engine.paging import beyond, key_values, page, within
from data.store.engine.statement import Row, Statement, Value
from data.store.loading.configuration import newest_version
from data.store.loading.context import StoreContext
from data.store.read.case_queries import like
from data.store.schema.tables import DEPARTMENT, ITEM

ITEM_KINDS = (int, str)


def items(work: StoreContext, query: AskItems) -> Page[ItemLine]:
    """Items by name or initials; those that begin with what is sought first."""
    limit = within(query.limit)
    find = query.find.strip()
    pattern = like(find)
    values: dict[str, Value] = {"district": work.district, "find": pattern, "begins": pattern[1:]}
    total = _items_total().one(work.connection, district=work.district, find=pattern)
    key = key_values(query.after, ITEM_KINDS) if query.after is not None else {}
    rows = _items(after=bool(key)).all(work.connection, **values, **key, limit=limit + 1)
    return page(rows, limit, 2, total[0] if total else 0, lambda row: _item_line(work, row))


def one_item(work: StoreContext, query: AskItem) -> Item | None:
    """An item, in its newest version where none is named."""
    version = query.version or newest_version(work.connection, work.district, query.code)
    return None if version is None else work.folded.item(work.connection, query.code, version)


def _item_line(work: StoreContext, row: Row) -> ItemLine:
    code, version, department, name, name_en, *_ = row
    item = work.folded.item(work.connection, code, version)
    assert item is not None
    return ItemLine(
        code=code,
        version=version,
        name=item.name,
        name_en=item.name_en,
        department=department,
        department_name=name,
        department_name_en=name_en,
        zone=item.zone,
        kind=ItemKind(item.kind),
        promised_days=item.promised_days,
        materials=len(item.materials),
    )


_SOUGHT = and_(
    ITEM.c.district == bindparam("district"),
    literal_column("item.newest = 1"),
    or_(
        ITEM.c.name.like(bindparam("find"), escape="\\"),
        ITEM.c.initials.like(bindparam("find"), escape="\\"),
        ITEM.c.name_en.like(bindparam("find"), escape="\\"),
        ITEM.c.code.like(bindparam("find"), escape="\\"),
    ),
)
_BEGINS = case(
    (ITEM.c.name.like(bindparam("begins"), escape="\\"), literal_column("0")),
    (ITEM.c.initials.like(bindparam("begins"), escape="\\"), literal_column("0")),
    else_=literal_column("1"),
)
_ITEM_ORDER = (_BEGINS, ITEM.c.code)


@cache
def _items_total() -> Statement:
    return Statement(select(func.count()).select_from(ITEM).where(_SOUGHT))


@cache
def _items(*, after: bool) -> Statement:
    named = and_(DEPARTMENT.c.district == ITEM.c.district, DEPARTMENT.c.code == ITEM.c.department)
    names = [DEPARTMENT.c.name, DEPARTMENT.c.name_en]
    query = (
        select(ITEM.c.code, ITEM.c.version, ITEM.c.department, *names, *_ITEM_ORDER)
        .select_from(ITEM.join(DEPARTMENT, named))
        .where(_SOUGHT)
    )
    if after:
        query = query.where(beyond(_ITEM_ORDER))
    return Statement(query.order_by(*_ITEM_ORDER).limit(bindparam("limit")))
