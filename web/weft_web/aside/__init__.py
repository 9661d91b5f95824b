"""What the service does in a process aside: it runs tools, and expressions that might not end."""
