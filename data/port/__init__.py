"""The one port: commands go down, lists come up; and what travels through it."""
