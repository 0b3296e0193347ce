"""Decisions about tickets."""
