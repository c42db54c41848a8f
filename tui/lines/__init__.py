"""Each page as plain lines, one question at a time."""
