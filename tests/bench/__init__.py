"""How fast the bot answers, measured beside a yardstick in the same run."""
