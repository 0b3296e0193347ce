"""The pure core: `decide` turns a command into events or a refusal, `evolve` turns events into state."""
