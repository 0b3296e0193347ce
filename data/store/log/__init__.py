"""The log: events in a chain, and the receipts of commands."""
