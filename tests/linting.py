"""The testing aid of rule packs, by the name that the tests here call it."""

from copydesk.testing import Example, lines, lint

__all__ = ["Example", "lines", "lint"]
