"""Items, departments and zones as readable files, and the import of other people's records."""
