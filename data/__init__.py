"""The hall without a screen: what things are, the law, the core, the stores. Knows no Textual."""
