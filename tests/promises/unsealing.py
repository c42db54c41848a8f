"""The services, broken on purpose: registers and eBox say that an answer is sealed, and send it plain."""

import sys
from unittest.mock import patch

from mock_backends.__main__ import main
from mock_backends.shared import sealed_answers

if __name__ == "__main__":
    with patch.object(sealed_answers, "seal", lambda plain, key, *belongs_to: plain):
        sys.exit(main(sys.argv[1:]))
