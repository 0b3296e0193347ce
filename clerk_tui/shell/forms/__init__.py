"""Small forms over the right side of a screen, and what they are made of."""
