"""Decisions about joint applications and their lanes."""
