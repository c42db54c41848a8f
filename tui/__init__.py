"""The citizen's side: the portal in a terminal, full screen or in lines."""
