"""What each command of `bizet-server` does."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _
from bizet_core.oversight.audit.queries import TheChains, journal_chains, receipt_chains
from bizet_core.store import Store
from sync_server.addresses import Address
from sync_server.data import backups
from sync_server.data.business_databases import Stores
from sync_server.data.control_database import Control
from sync_server.data.folder_lock import Lock
from sync_server.running.background_work import at_work
from sync_server.running.configuration import Configuration, check_line, databases
from sync_server.running.logs import log_to
from sync_server.running.open_server import serve_from
from sync_server.running.web_server import run_until_told, web_server
from sync_server.sample import real_houses, sample_business

Command = Callable[[Configuration, argparse.Namespace], int]
DONE, BROKEN = 0, 3


def now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


def run(config: Configuration, given: argparse.Namespace) -> int:
    """Serve until told to end."""
    check_line(config)
    log_to(sys.stderr)
    with ExitStack() as open_:
        place = open_.enter_context(databases(config, now))
        if config.url is None:
            open_.enter_context(Lock(config.data))
        serving = serve_from(place, now, metrics_token=config.metrics_token)
        open_.callback(serving.close)
        open_.enter_context(at_work(serving, config))
        sample = sample_business(serving.stores) if getattr(given, "sample", False) else None
        run_until_told(web_server(serving, config, partial(_greet, serving.control, config, sample=sample)))
    return DONE


def code(config: Configuration, given: argparse.Namespace) -> int:
    """Print a code that lets one more business in."""
    with control_of(config) as control:
        _say_code(control)
    return DONE


def businesses(config: Configuration, given: argparse.Namespace) -> int:
    """Print who lives here."""
    with stores_of(config) as stores:
        for house in stores.control.all_houses():
            say(str(house.business))
    return DONE


def verify(config: Configuration, given: argparse.Namespace) -> int:
    """Compare every chain with what it was made of, and print the first break of each."""
    lines = receipts = 0
    broken: list[str] = []
    with stores_of(config) as stores:
        for house in stores.control.all_houses():
            found = _verified(stores.of(house.business))
            lines, receipts, broken = lines + found[0], receipts + found[1], broken + found[2]
    for sentence in broken:
        say(sentence)
    if broken:
        return BROKEN
    say(_("All is as it was written: {lines} changes, {receipts} receipts.").format(lines=lines, receipts=receipts))
    return DONE


def backup(config: Configuration, given: argparse.Namespace) -> int:
    """Copy every file; the server may go on."""
    _only_files(config)
    made = backups.back_up(config.data, given.folder)
    say(_("{count} files are in {folder}").format(count=len(made), folder=given.folder))
    return DONE


def restore(config: Configuration, given: argparse.Namespace) -> int:
    """Put a backup back; no server may run."""
    _only_files(config)
    with databases(config, now, alone=True):
        restored = backups.restore(config.data, given.folder, now, given.business)
    for business in restored:
        say(_("{business} is back; its desks send again what the backup lacks.").format(business=business))
    return DONE


def new_epoch(config: Configuration, given: argparse.Namespace) -> int:
    """After somebody else's restore."""
    with stores_of(config) as stores:
        for business in backups.new_epochs(stores):
            say(_("{business} is back; its desks send again what the backup lacks.").format(business=business))
    return DONE


def migrate(config: Configuration, given: argparse.Namespace) -> int:
    """Open everything once: opening migrates."""
    with databases(config, now, alone=config.url is None) as place:
        stores = Stores(place, Control(place.control(), now), now)
        for house in stores.control.all_houses():
            stores.of(house.business)
        stores.close()
    say(_("All tables are up to date."))
    return DONE


def _greet(control: Control, config: Configuration, port: int, sample: Address | None = None) -> None:
    """Where it is and, while nobody lives here, how the first business gets in; last, what there is to look at."""
    say(_("Bizet's server is at {address}").format(address=config.address(port)))
    if not real_houses(control):
        _say_code(control)
    if sample is not None:
        page = config.address(port) + sample.base
        say(_("Public page of a sample business: {address}").format(address=page))


def _verified(store: Store) -> tuple[int, int, list[str]]:
    journals = store.ask(journal_chains, TheChains())
    receipts = store.ask(receipt_chains, TheChains())
    broken = [chain.words() for chain in journals if chain.broken is not None]
    broken += [chain.words() for chain in receipts if chain.broken is not None]
    return sum(chain.lines for chain in journals), sum(chain.receipts for chain in receipts), broken


@contextmanager
def control_of(config: Configuration) -> Iterator[Control]:
    """The control database, for one command."""
    with databases(config, now) as place:
        control = Control(place.control(), now)
        try:
            yield control
        finally:
            control.engine.dispose()


@contextmanager
def stores_of(config: Configuration) -> Iterator[Stores]:
    """The stores of all businesses, for one command."""
    with databases(config, now) as place:
        stores = Stores(place, Control(place.control(), now), now)
        try:
            yield stores
        finally:
            stores.close()
            stores.control.engine.dispose()


def _only_files(config: Configuration) -> None:
    if config.url is not None:
        raise Refused("not_for_postgres")


def _say_code(control: Control) -> None:
    words = _(
        "Set-up code: {code}\nAt the first desk open Settings → Devices, and type this code and the server's address."
    )
    say(words.format(code=control.new_setup_code()))


def say(sentence: str) -> None:
    """A line for whoever typed the command."""
    print(sentence, flush=True)
