"""Where results rest: artifacts by key, previews, what the last run of a workflow left."""
