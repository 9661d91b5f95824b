"""Transform: make fewer records out of many."""
