"""What a hall is kept in: SQLite's file or PostgreSQL, opened and watched."""
