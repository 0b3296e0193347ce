"""The addresses of the API, each with what it answers."""
