"""What a window keeps while it is cut off, as values."""
