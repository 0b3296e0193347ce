"""The revisions, oldest first. Each is a fixed text: it never follows a later change of the tables."""
