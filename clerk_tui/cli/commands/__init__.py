"""The subcommands, one module each, under its own name."""
