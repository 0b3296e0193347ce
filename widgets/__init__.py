"""Textual widgets of the desk and the wall: they know the model and the texts, never a store."""
