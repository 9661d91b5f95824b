"""The In/Out palette: where records enter and leave a workflow."""
