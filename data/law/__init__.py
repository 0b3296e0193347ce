"""The rules, pure: calendar, clock, light, identifiers. No I/O, no clock of their own."""
