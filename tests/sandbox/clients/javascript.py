"""`make clients`: the JavaScript clients against a sandbox of their own. They need Node.js; no test does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers.sandbox import sandbox

FOLDER = Path(__file__).parent / "js"


def main() -> int:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("The JavaScript clients need Node.js 20 or later, with npm.")
    with sandbox() as url:
        environment = {**os.environ, "SANDBOX_URL": url}
        return subprocess.run([npm, "test", "--silent"], cwd=FOLDER, env=environment, check=False).returncode  # noqa: S603 - our own tests


if __name__ == "__main__":
    sys.exit(main())
