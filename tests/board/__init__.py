"""The screen above the windows."""
