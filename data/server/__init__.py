"""The hall's port served over HTTP: questions, commands and changes for many desks at one address."""
