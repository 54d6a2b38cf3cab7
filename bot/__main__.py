"""`python -m bot …`: see bot/cli.py for the commands."""

import os
import sys

# One thread for each product of matrices, before NumPy is there to read it: ours are small, and threads that wait for
# each other by spinning take the processor from the language model.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

try:
    from bot.cli import main
except KeyboardInterrupt:
    # Ctrl-C before there is anything to end in order.
    sys.exit(130)

main()
