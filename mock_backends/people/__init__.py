"""Reads and checks the invented people, and what each authority knows of them (TOML)."""
