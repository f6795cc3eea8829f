from tests.desk.conftest import desk, desk_store, ground, problems  # noqa: F401
from tests.support.screens import plain_look  # noqa: F401
