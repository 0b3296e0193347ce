"""A database founded, examined and copied."""
