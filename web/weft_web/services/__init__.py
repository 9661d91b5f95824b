"""What the service does, free of HTTP.

core        the workspace, its store, the registry: what all others stand on
library     workflow files, drafts, samples, folders and uploads
runs        the queue, worker processes, journals
results     records, pictures, models of the last runs
"""
