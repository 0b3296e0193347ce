"""The answers to every question, read from the rows and the log."""
