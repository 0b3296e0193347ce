"""The hall behind an address: served, signed in at, linked to other systems."""
