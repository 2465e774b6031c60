"""Answer queries about a survey from its published figures; knows neither Slack nor questions in English."""
