from tests.desk.conftest import (  # noqa: F401
    desk,
    desk_store,
    gate,
    problems,
)
from tests.desk.furnished import ground, salon  # noqa: F401
from tests.support.screens import plain_look  # noqa: F401
