"""What is done otherwise where there is a GPU: pictures are decoded on it, kept on it, or sent ahead.

Every path also runs on a CPU, where the tests see it.
"""
