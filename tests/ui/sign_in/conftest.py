from tests.desk.conftest import desk, desk_store, problems  # noqa: F401
from tests.desk.furnished import ground, salon  # noqa: F401
from tests.support.screens import plain_look  # noqa: F401
