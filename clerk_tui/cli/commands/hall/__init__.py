"""The hall itself: made, filled, exported, examined, copied, its day ended."""
