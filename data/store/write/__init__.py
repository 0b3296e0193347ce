"""One command carried out, and the rows that follow from it."""
