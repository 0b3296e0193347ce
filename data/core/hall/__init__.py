"""Decisions about the hall itself: how it is set up, what it offers, on which days it works."""
