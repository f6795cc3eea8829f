"""Form bodies: read no further than a form of ours can be long."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from bizet_core.base.refusals import Refused
from sync_server.web.bodies import body_of

LARGEST_FORM = 16 * 1024
MOST_FIELDS = 50
_TYPE = "application/x-www-form-urlencoded"


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a POST; of a name that comes twice the last counts."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise Refused("form_foreign")
    body = await body_of(request, LARGEST_FORM)
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise Refused("form_foreign") from error
    return dict(pairs)
