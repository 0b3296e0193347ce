"""`tests.support.postgres`, by the name that bench/ has for it."""

from tests.support.postgres import database, drop_template

__all__ = ["database", "drop_template"]
