"""Who holds the data: one folder a party; they meet each other, and the citizen, over HTTP only."""
