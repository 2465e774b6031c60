"""Ask the bot 20 questions a second for a minute, over a socket and over HTTP: python -m tests.load."""

import sys

from bot.config import Mode
from tests.bench.machine import described
from tests.load.asking import ask_all
from tests.load.measuring import ACK_99, REPLY_MEDIAN, Measured, measured, within
from tests.load.processes import at_work

SECONDS, RATE = 60.0, 20.0  # a survey's publication, with a department at its keyboards
SHARES = (0.5, 0.9, 0.99)


def run(mode: Mode, seconds: float = SECONDS) -> Measured:
    """Put the load on a bot that was just started, and return what came of it."""
    with at_work(mode) as hands:
        before = ask_all(hands, seconds=seconds, rate=RATE)
        return measured(hands.entries(after=before))


def table(mode: Mode, found: Measured) -> str:
    """Return the times in milliseconds, and whether they are what they should be."""
    rows = {"reply": found.replies, "acknowledgement": found.acknowledgements}
    lines = [f"\nOver {mode}: {found.asked} questions, {len(found.acknowledgements)} deliveries"]
    lines.append(f"{'ms, of so many':<24}" + "".join(f"{share:>8.0%}" for share in SHARES))
    for name, times in rows.items():
        lines.append(f"{name:<24}" + "".join(f"{1000 * within(share, times):>8.1f}" for share in SHARES))
    lines.append(_against("half of the replies", within(0.5, found.replies), REPLY_MEDIAN))
    lines.append(_against("99% of the acknowledgements", within(0.99, found.acknowledgements), ACK_99))
    complete = "every question got one reply, and every delivery was acknowledged at once"
    wrong = f"NOT complete: {found.unacknowledged} not acknowledged, replies missing or too many in "
    lines.append(complete if found.is_complete else wrong + str(found.answered_otherwise))
    return "\n".join(lines)


def _against(what: str, took: float, target: float) -> str:
    return f"{what} within {1000 * target:.0f} ms: {'met' if took <= target else 'NOT met'}"


def main() -> int:
    """Print a table for each way in; return 1 where something went unanswered."""
    print(f"make load\n{described()}")
    print(f"{RATE:.0f} questions a second for {SECONDS:.0f} s: mentions, direct messages, commands and clicks in turn.")
    found = {mode: run(mode) for mode in Mode}
    for mode, each in found.items():
        print(table(mode, each))
    return 0 if all(each.is_complete for each in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
