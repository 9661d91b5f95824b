"""What pictures and labels look like to a network: explanations, doubtful labels, maps."""
