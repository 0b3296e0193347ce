"""Histories that cannot be."""

from __future__ import annotations


class BrokenHistory(Exception):
    """Events that cannot follow one another: the log was tampered with or is of another program."""
