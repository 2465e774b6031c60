"""Show the forms in which admins teach intents, and name the buttons that open them."""

TEACH = "teach"
TEACH_LOGGED = "teach_logged"
CURATE = "curate"
