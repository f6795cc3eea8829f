"""`python -m benchmarks NAME` runs one benchmark and prints its figures as one line of JSON."""

import sys
from importlib import import_module
from pathlib import Path

import msgspec


def names() -> list[str]:
    """What can be run; `compare` runs one of them twice."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py") if path.stem != "compare")


def main(arguments: list[str]) -> int:
    """Run what is named; a wrong name is told with the right ones."""
    if len(arguments) != 1 or arguments[0] not in names():
        print(f"Usage: python -m benchmarks NAME, where NAME is one of: {', '.join(names())}", file=sys.stderr)
        return 2
    figures = import_module(f"benchmarks.{arguments[0]}").run()
    print(msgspec.json.encode({"benchmark": arguments[0], **figures}).decode())
    return 0


sys.exit(main(sys.argv[1:]))
