"""`python -m sandbox`: serve until SIGTERM, and say where in one line of JSON."""

import sys

from sandbox.command import run

if __name__ == "__main__":
    sys.exit(run("sandbox", sys.argv[1:]))
