"""HTTP to services: one module a resource, each with a `router`."""
