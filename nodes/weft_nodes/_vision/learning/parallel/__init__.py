"""Training in several processes, one a GPU: each takes its part of every batch, and gradients are added up.

The tool's process is the first of them, and keeps all that is no step: see `lead`. The others begin in
`member`. Both make the same steps (`Stepper`) and meet twice in each: to agree that memory was large enough
everywhere, over pipes, and to add up gradients, by torch's collectives.
"""
