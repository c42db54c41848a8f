"""The parties that hold data, one folder each; they reach each other and the citizen only over HTTP."""
