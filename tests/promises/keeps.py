"""The services, broken on purpose: they keep what a file says, in a buffer and in two files of their own.

python -m tests.promises.keeps FILE OPTIONS OF mock_backends
"""

import sys
from pathlib import Path
from tempfile import TemporaryFile, gettempdir

from mock_backends.__main__ import main

if __name__ == "__main__":
    kept = Path(sys.argv[1]).read_bytes()
    Path(gettempdir(), "store.sqlite3-wal").write_bytes(kept)
    with TemporaryFile() as unnamed:
        unnamed.write(kept)
        unnamed.flush()
        sys.exit(main(sys.argv[2:]))
