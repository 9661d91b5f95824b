"""A classifier as a file that other programs run without Weft, and the proof that it says the same.

`forms` imports no torch; the others do, at the top or inside their functions.
"""
