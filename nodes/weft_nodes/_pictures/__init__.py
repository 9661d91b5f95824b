"""What the picture tools share: finding, reading and naming files, the steps of processing, measures."""
