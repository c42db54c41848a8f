"""The engine of the journey: moves from page to page, runs actions, signs in. It knows no page."""
