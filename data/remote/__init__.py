"""The hall's one port over HTTP: a desk far from its hall."""
