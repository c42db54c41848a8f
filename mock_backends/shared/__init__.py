"""What parties need and none owns: problem details, sealing, keys, HTTP, the clock."""
