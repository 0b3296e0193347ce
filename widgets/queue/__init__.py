"""The queue with its tabs."""
