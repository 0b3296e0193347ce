"""Decisions about one case, from receipt to collection."""
