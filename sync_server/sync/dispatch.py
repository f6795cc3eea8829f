"""Who is let in, and what they get: every request of a device, without any web framework.

    path                                  body ▶ answer          signed
    POST /v1/begin                        Begin ▶ Joined         by the key it brings, opened by a set-up code
    POST /v1/join                         Join ▶ Waiting         by the key it brings, opened by an invitation
    POST /v1/{business}/joined            – ▶ Joined             by the device, once it is admitted
    POST /v1/{business}/push  /hold       Push ▶ Pushed          by the device
    POST /v1/{business}/pull              Pull ▶ Page            by the device
    POST /v1/{business}/compare           Compare ▶ Compared     by the device: do both hold the same rows?
    POST /v1/{business}/differed          Differed ▶ Noted       by the device: what it had otherwise
    POST /v1/{business}/life              – ▶ Life               by the device: its next incarnation
    POST /v1/{business}/lease             LeaseAsked ▶ Granted   by the device
    POST /v1/{business}/kept              – ▶ AllKept            by the device: what all devices hold
    POST /v1/{business}/held             LeasesHeld ▶ Regained  by the device: first of all after a restore
    POST /v1/{business}/salvage          Salvage ▶ Salvaged     by the device: rows that a restore has lost
    POST /v1/{business}/lacking  /piece  /wanted                 by the device: attachments, a piece at a time

Whoever is refused learns nothing but a code; what does not exist and what is not theirs look the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.rules import scopes_of
from bizet_core.store import Store
from bizet_core.sync.restore.lost_row_messages import Salvage
from bizet_core.sync.restore.lost_rows_at_server import take_offers
from bizet_core.sync.restore.rollback_detection import WentBack, begin_epoch
from bizet_core.sync.rows.comparison import compare
from bizet_core.sync.server.feed import places
from bizet_core.sync.server.pull import page
from bizet_core.sync.server.push import Authority, Sender
from bizet_core.sync.wire.attachments import Lacking, Piece, Wanted
from bizet_core.sync.wire.differences import Differed, Noted
from bizet_core.sync.wire.lease_messages import LeaseAsked, LeasesHeld
from bizet_core.sync.wire.protocol import Compare, Problem, Pull, Push, Pushed, decode, encode
from bizet_core.sync.wire.signing import WINDOW_MS, Signed, read_signed
from sync_server.data.business_databases import Stores
from sync_server.data.control_database import Control
from sync_server.sync import attachments
from sync_server.sync.enrolment import Enrolling, device_of
from sync_server.sync.holds import end_holds_over
from sync_server.sync.lease_grants import grant, kept
from sync_server.sync.leases_after_restore import check_has_reported, regain
from sync_server.sync.lost_rows import tend
from sync_server.sync.reported_differences import Differences

log = structlog.get_logger()

STRANGERS = frozenset(
    {"device_unknown", "signature_missing", "signature_wrong", "replayed", "of_another", "clock_wrong"}
)
TELLING = frozenset(
    {
        "clock_wrong", "forked", "message_too_large", "lease_too_long",
        "leases_too_many", "cards_too_many", "attachments_too_many", "attachments_too_heavy",
    }
)  # fmt: skip
"""Refusals whose facts a device needs; of all others it gets the code alone."""
_PATH = re.compile(
    r"/v1/([0-9a-f-]{36})/(push|hold|pull|compare|differed|life|joined|lease|kept|held|salvage|lacking|piece|wanted)"
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Caller:
    """The device behind a signed request, with the store of its business."""

    store: Store
    sender: Sender
    state: DeviceState

    @property
    def may_say_that_we_went_back(self) -> bool:
        """Only a desk that is let in: what stands where visitors are may be anybody's by now."""
        return self.state is DeviceState.ACTIVE and self.sender.role == DeviceRole.DESK


class Door:
    """Answers devices."""

    def __init__(self, stores: Stores, control: Control, clock: Callable[[], datetime]) -> None:
        self.stores, self.control, self.clock = stores, control, clock
        self.enrolling = Enrolling(stores, control, clock)
        self.on_pushed: Callable[[Pushed], None] = lambda _answer: None
        self.on_epoch: Callable[[], None] = lambda: None
        self.on_differed: Callable[[int, int], None] = lambda _rows, _suspect: None
        self.differences = Differences()

    def answer(self, request: Request) -> bytes:
        """What a request gets, encoded; raises `Refused`."""
        if request.method != "POST":
            raise Refused("device_unknown")
        if request.path == "/v1/begin":
            return encode(self.enrolling.begin(request.body))
        if request.path == "/v1/join":
            return encode(self.enrolling.join(request.body))
        found = _PATH.fullmatch(request.path)
        if found is None:
            raise Refused("device_unknown")
        caller = self.caller(request, UUID(found[1]))
        if found[2] not in _OPEN_TO.get(caller.state, VERBS):
            raise Refused(f"device_{caller.state}")
        if found[2] in _CLOSED_TO.get(caller.sender.role, ()):
            raise Refused("device_may_not")
        try:
            return encode(_ANSWERS[found[2]](self, caller, request.body))
        except WentBack as told:
            self._begin_epoch(caller, told)
            raise

    def caller(self, request: Request, business: UUID) -> Caller:
        """Who has signed; refuses alike whatever is wrong, and says only where the clock is."""
        signed = read_signed(request.headers)
        self._check_clock(signed)
        store = self.stores.of(business)
        device = device_of(store, signed.device)
        if device is None or not signed.holds(device.key, request.method, request.path, request.body):
            raise Refused("device_unknown")
        self.control.use_nonce(signed.device, signed.nonce)
        self.control.hear(business, signed.device)
        return Caller(store, Sender(device.id, device.role, device.key), DeviceState(device.state))

    def _check_clock(self, signed: Signed) -> None:
        now = to_ms(self.clock())
        if abs(signed.at_ms - now) > WINDOW_MS:
            raise Refused("clock_wrong", now_ms=now)

    def _push(self, caller: Caller, body: bytes) -> Any:
        push = decode(body, Push)
        if push.device != caller.sender.device:
            raise Refused("of_another")
        is_trusted = caller.state in (DeviceState.ACTIVE, DeviceState.LOCKED)
        if is_trusted and push.lines:
            check_has_reported(caller.store, caller.sender.device, push.epoch)
        try:
            return self._accept(caller, push, run=is_trusted)
        except Refused as refusal:
            if refusal.code == "forked":
                self.enrolling.lock(caller.store, caller.sender.device)
            raise

    def _begin_epoch(self, caller: Caller, told: WentBack) -> None:
        """This server went back in time, as a desk has seen that may say so."""
        if not caller.may_say_that_we_went_back:
            return
        begin_epoch(caller.store, told)
        log.warning(
            "epoch_begun",
            business=str(caller.store.identity.business),
            device=str(caller.sender.device),
            sign=told.sign,
        )
        self.on_epoch()

    def _hold(self, caller: Caller, body: bytes) -> Any:
        push = decode(body, Push)
        if push.device != caller.sender.device:
            raise Refused("of_another")
        return self._accept(caller, push, run=False)

    def _accept(self, caller: Caller, push: Push, *, run: bool) -> Pushed:
        end_holds_over(caller.store)  # a hold past its time never blocks
        looks_back = run and caller.may_say_that_we_went_back
        pushed = Authority(caller.store).accept(caller.sender, push, run=run, looks_back=looks_back)
        tend(caller.store)
        self.on_pushed(pushed)
        return pushed

    def _pull(self, caller: Caller, body: bytes) -> Any:
        return page(caller.store, caller.sender.device, decode(body, Pull))

    def _compare(self, caller: Caller, body: bytes) -> Any:
        return compare(caller.store, caller.sender.device, decode(body, Compare))

    def _differed(self, caller: Caller, body: bytes) -> Any:
        told = decode(body, Differed)
        if told.table not in places():
            raise Refused("message_damaged")
        suspect = self.differences.take(caller.store.identity.business, caller.sender.device, told)
        self.on_differed(told.count, suspect)
        return Noted()

    def _lease(self, caller: Caller, body: bytes) -> Any:
        return grant(caller.store, caller.sender.device, decode(body, LeaseAsked))

    def _kept(self, caller: Caller, body: bytes) -> Any:
        return kept(caller.store, partial(self.control.heard, caller.store.identity.business))

    def _held(self, caller: Caller, body: bytes) -> Any:
        return regain(caller.store, caller.sender.device, decode(body, LeasesHeld))

    def _salvage(self, caller: Caller, body: bytes) -> Any:
        salvaged = take_offers(caller.store, caller.sender, decode(body, Salvage))
        tend(caller.store)
        return salvaged

    def _lacking(self, caller: Caller, body: bytes) -> Any:
        return attachments.lacking(caller.store, decode(body, Lacking))

    def _piece(self, caller: Caller, body: bytes) -> Any:
        return attachments.take(caller.store, caller.sender.device, decode(body, Piece))

    def _wanted(self, caller: Caller, body: bytes) -> Any:
        sender = caller.sender
        return attachments.give(caller.store, scopes_of(sender.role, str(sender.device)), decode(body, Wanted))

    def _life(self, caller: Caller, body: bytes) -> Any:
        return self.enrolling.new_life(caller.store, caller.sender.device)

    def _joined(self, caller: Caller, body: bytes) -> Any:
        return self.enrolling.joined(caller.store, caller.sender.device)


def problem_of(refusal: Refused) -> Problem:
    """What the caller is told of a refusal."""
    return Problem(code=refusal.code, facts=refusal.facts if refusal.code in TELLING else {})


_ANSWERS: Mapping[str, Callable[[Door, Caller, bytes], Any]] = {
    "push": Door._push,
    "hold": Door._hold,
    "pull": Door._pull,
    "compare": Door._compare,
    "differed": Door._differed,
    "life": Door._life,
    "joined": Door._joined,
    "lease": Door._lease,
    "kept": Door._kept,
    "held": Door._held,
    "salvage": Door._salvage,
    "lacking": Door._lacking,
    "piece": Door._piece,
    "wanted": Door._wanted,
}
VERBS = frozenset(_ANSWERS)
_OPEN_TO = {
    DeviceState.ASKING: {"joined"},
    DeviceState.LOCKED: VERBS - {"differed", "lease", "kept", "salvage", "wanted"},
    DeviceState.REVOKED: {"joined", "push", "hold"},
}
"""What devices may ask that are not let in yet, those that get nothing until somebody has looked, and those that are
sent away: what these send is held."""
_CLOSED_TO: Mapping[str, set[str]] = {DeviceRole.KIOSK: {"kept", "lacking", "piece"}}
"""Visitors add no pictures and no long texts, and nobody there looks at what desks keep."""
