"""Show the forms in which admins teach intents, and name the buttons that open them."""

from bot.render import blocks

TEACH = blocks.TEACH
TEACH_LOGGED = "teach_logged"
CURATE = "curate"
