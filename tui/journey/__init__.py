"""The engine of the journey: moving from page to page, doing what is asked, signing in; knows no page."""
