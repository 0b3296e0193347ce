"""The tables, their rows, their triggers, and how they come to be."""
