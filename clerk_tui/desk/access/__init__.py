"""Who may sit at the desk: its lock, signing in, and what is not theirs to do."""
