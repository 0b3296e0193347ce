"""The rules, pure, without I/O or a time of their own: calendar, clock, light, identifiers."""
