"""Pages that need an arrangement of their own in full screen."""
