"""The panes of the supervisor's wall."""
