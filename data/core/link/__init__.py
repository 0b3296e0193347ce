"""Decisions about departments that work in their own systems."""
