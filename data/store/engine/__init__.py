"""The bottom of the store: connections, statements, pages, moments."""
