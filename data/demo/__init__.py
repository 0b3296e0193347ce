"""A demo hall: invented people, lawful cases in every state, the same again for the same seed and day."""
