"""The migrations, one file a revision, run by alembic from within the program."""
