"""Let `python -m bot` do what `surveybot` does."""

from bot.cli import main

if __name__ == "__main__":
    main(prog_name="surveybot")
