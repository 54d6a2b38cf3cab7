"""`python -m bot …`: see bot/cli.py for the commands."""

import sys

try:
    from bot.cli import main
except KeyboardInterrupt:
    # Ctrl-C before there is anything to end in order.
    sys.exit(130)

main()
