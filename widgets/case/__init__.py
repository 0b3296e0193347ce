"""The panes of one case: head, checklist, route, lanes, timeline."""
