"""The hall's port served over HTTP: queries, commands and changes for many desks at one address."""
