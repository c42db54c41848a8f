"""The screens of the full screen: pages, menus over them, and the request for a larger terminal."""
