"""The window that goes on alone while its hall cannot be reached."""
