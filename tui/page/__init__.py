"""The page language: a page and its parts, what it offers, its commands, and what is typed into it."""
