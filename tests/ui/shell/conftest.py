"""Every test of the shell begins in the plain look."""

from tests.support.screens import plain_look  # noqa: F401  # a fixture
