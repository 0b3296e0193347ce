"""What things are: items, cases, tickets, commands, events, answers. Plain values, no I/O."""
