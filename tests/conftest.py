"""What holds for all tests."""

import os

# Tests import torch in any order, and share few cores with each other: threads must not wait by
# spinning. OpenMP reads this when torch is imported first.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
