"""What the citizen holds: a phone, an identity card and a card reader."""
