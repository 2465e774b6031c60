"""The buttons that lead to teaching, wherever they stand: their names, and what they hold."""

import re

# Action ids. `TEACH` holds a question as it was typed, `TEACH_LOGGED` the ids of logged ones: 12,15,19.
TEACH = "teach"
TEACH_LOGGED = "teach_logged"
CURATE = "curate"
INBOX = "inbox"  # opens the questions that were not answered as they were meant
SEARCH = "taught_search"  # block and action id of the words to look for
WHICH = "taught_which"
MORE = "taught_more"  # holds how many to show
OPEN = "taught_open"  # those from here on hold an intent's id
EDIT = "taught_edit"
HISTORY = "taught_history"  # with the number of the change that older ones are shown of: 0f3a 17
TURN = "taught_turn"  # those from here on hold a wish
TURNS = re.compile(rf"{TURN}_\w+")  # taught_turn_off
UNDO = "taught_undo"
UNDOES = re.compile(rf"{UNDO}_\d+")  # taught_undo_0

NOTHING = "-"  # the value of a button that has nothing to say
EVERY = "all"  # the value of the choice that shows intents in any state
