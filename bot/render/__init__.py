"""Put replies into the forms people read: Slack's blocks, plain text, a terminal's page."""
