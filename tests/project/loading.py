"""Load every module of the three packages, to show that what the product installs is all that it needs."""

import importlib
import pkgutil
import sys

PACKAGES = ("bot", "data", "intents")
# What is started, what alembic starts, and what an extra is needed for.
STARTED = ("bot.__main__", "bot.store.migrations.env", "intents.semantic")


def main() -> None:
    """Load them, and say how many there were."""
    found = [
        module.name
        for package in PACKAGES
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
        if module.name not in STARTED
    ]
    for name in found:
        importlib.import_module(name)
    sys.stdout.write(f"{len(found)} modules load with what the product installs, and no more.\n")


if __name__ == "__main__":
    main()
