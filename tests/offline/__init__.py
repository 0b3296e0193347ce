"""A window that is cut off from its hall, and what becomes of its work."""
