"""Join understanding and data into replies, and carry them to Slack and the terminal."""
