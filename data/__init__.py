"""The hall without a screen, and without Textual: what things are, the law, the core, the stores."""
