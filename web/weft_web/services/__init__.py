"""What the service does, free of HTTP.

core          the workspace, its store, the registry: what all others stand on
workflows     workflow files: list, open, save, move, remove
drafts        work that was not saved yet
samples       the workflows that come with Weft, and copies of them
folders       what may be browsed, thumbnails of it; uploads puts files there
turns         one thread after the other at what may hang
checks        what is wrong with a document, what flows in it, what a run would do
aside         a process for what could break or block; watch ends it in time
runs          the queue, worker processes, journals
results       records, pictures, models of the last runs
"""
