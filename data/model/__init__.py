"""What things are, as plain values without I/O: items, cases, tickets, commands, events, answers."""
