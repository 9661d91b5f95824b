"""What the picture and model tools share: backbones, their weights, networks, saved classifiers.

`zoo`, `preprocess` and `weights` can be imported without torch; `network` and `classifier` import it
at the top, so tools import those two inside the methods that run.
"""
