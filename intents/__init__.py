"""Say what a question in English asks for; knows neither surveys' figures nor Slack."""
