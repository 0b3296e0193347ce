"""The second face: everything that a screen can do, without one."""
