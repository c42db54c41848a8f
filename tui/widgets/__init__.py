"""The screen that draws any page, and one accessible widget class a part kind."""
