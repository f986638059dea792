"""Walks the board as people do. Every check is a function whose name is what it claims; all failures are told at the end."""

import sys
import time
import traceback

import alive
import each_page
import strangers
import town as towns
import wall
import without_script
from browser import Browser


class Walk:
    """What the checks share, and what they found."""

    def __init__(self):
        self.failures = []
        self.passed = 0
        self.seconds = {}

    def fail(self, page, language, what):
        self.failures.append((self.check, page, language, what))

    def run(self, check, *values):
        """One check; one that breaks has failed."""
        self.check = check.__name__.replace("_", " ")
        before, started = len(self.failures), time.monotonic()
        try:
            check(self, *values)
        except Exception as error:  # noqa: BLE001: whatever it is, the others go on and it is told
            where = traceback.extract_tb(error.__traceback__)[-1]
            said = " ".join(str(error).split())[:500]
            self.fail("", "", f"{type(error).__name__} {said} ({where.filename}:{where.lineno})")
        self.seconds[check.__name__] = self.seconds.get(check.__name__, 0) + time.monotonic() - started
        if len(self.failures) == before:
            self.passed += 1

    def group(self, name, checks, *values):
        started = time.monotonic()
        for check in checks:
            self.run(check, *values)
        print(f"{name}: {len(checks)} checks, {time.monotonic() - started:.1f} s", flush=True)


def main():
    walk = Walk()
    started = time.monotonic()
    walk.town = towns.ordinary()
    try:
        walk.server, walk.address = walk.town.serve("--open")
        walk.browser = Browser()
        print(f"the town and the browser: {time.monotonic() - started:.1f} s", flush=True)
        try:
            each_page.walk(walk)
            walk.group("the wall", wall.CHECKS)
            walk.group("strangers and people", strangers.CHECKS)
            walk.group("live", alive.CHECKS)
        finally:
            walk.browser.end()
        walk.group("without script", without_script.CHECKS)
    finally:
        walk.town.end()
    for check, page, language, what in walk.failures:
        print(f"FAILED {check}: {page} {language}: {what}", file=sys.stderr)
    slowest = sorted(walk.seconds.items(), key=lambda pair: -pair[1])[:5]
    print(f"{time.monotonic() - started:.0f} s in all; " + ", ".join(f"{name} {seconds:.0f} s" for name, seconds in slowest))
    failed = len({check for check, *_ in walk.failures})
    print(f"{walk.passed} passed, {failed} failed")
    return 1 if walk.failures else 0


if __name__ == "__main__":
    sys.exit(main())
