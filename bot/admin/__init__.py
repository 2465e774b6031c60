"""What admins do: teach intents, look at what they would change, undo it; no Slack and no SQL."""
