"""Do what a plan says: call the tools, bring results to rest, tell the journal."""
