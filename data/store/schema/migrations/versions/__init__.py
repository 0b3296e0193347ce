"""The revisions, oldest first: each a fixed text that never follows a later change of the tables."""
