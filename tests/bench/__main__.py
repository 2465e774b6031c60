"""Print every table, ours beside other ways to do the same: python -m tests.bench [--large]."""

import sys
from importlib.util import find_spec

from tests.bench import contest, many, speed, survey
from tests.bench.machine import described

NEEDED = ("hassil", "sklearn")


def main() -> None:
    """Print the tables; with --large also that of 100,000 examples, which takes minutes more."""
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        sys.exit(f"{' and '.join(missing)} cannot be imported here. Run `make bench`, which installs what is compared.")
    large = "--large" in sys.argv[1:]
    print(f"make bench{' BENCH_FLAGS=--large' if large else ''}\n{described()}")
    print("Rates in percent; times of the processor, on one core, unless said; every line is a process of its own.")
    print("\nThe shipped catalogue")
    speed.print_table()
    print("\nThe labelled questions on the survey, the same definitions and words put into hassil's templates")
    survey.print_table()
    print("\nhassil has no match for a typing error, a word that no template has, or more parts in another order.")
    print("\nTaught intents: CLINC150 (Larson et al., 2019)")
    contest.print_tables(large=large)
    print("\nThousands of invented intents taught, ten examples each")
    many.print_table()


if __name__ == "__main__":
    main()
