"""A local Slack workspace, as strict as the real one, for any app that speaks to Slack's Web API."""
