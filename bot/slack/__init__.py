"""Listen to Slack and answer there; the only place that knows Slack's library and its dictionaries."""
