from tests.desk.conftest import desk, desk_store, problems  # noqa: F401
from tests.screens import plain_look  # noqa: F401
