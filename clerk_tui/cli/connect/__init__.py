"""Which hall a run works on, near or far, and what this machine keeps for it."""
