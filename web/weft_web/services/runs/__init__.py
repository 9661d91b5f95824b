"""Runs: each is written down, waits in a queue, works in a process of its own, and stays in the history.

runs      the service itself: start, list, cancel, resume, watch
queue     the runs that wait and those at work
job       one run from the queue to its last event
process   the worker process and its pipes
log       the events of a run at work, in memory
fold      what the events of a run say together
record    `run.json`: what a run was asked to do
journal   `events.jsonl`, read
closing   the last events of a run whose worker is gone
history   the runs that the store knows, those of the command line too
recovery  what becomes of the runs of a server that is gone
"""

from weft_web.services.runs.runs import Runs

__all__ = ["Runs"]
