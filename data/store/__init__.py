"""The hall on SQLite: `SqlHall` is the port, beside it are creation and upgrade, verification and backup."""
