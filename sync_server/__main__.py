"""`bizet-server`: the server that keeps desks agreed.

    bizet-server                           run it; prints its address, and a code while no business lives here
    bizet-server code                      a code that lets one more business in
    bizet-server businesses                which live here
    bizet-server address SLUG              under which address the public page of a business stands
    bizet-server hook SERVICE              a secret with which another service signs what it tells a business
    bizet-server staff-link NAME           a link that signs somebody in, once
    bizet-server verify                    every journal and every receipt against its chain
    bizet-server backup FOLDER             copy all files while it runs            (SQLite)
    bizet-server restore FOLDER            put them back; desks send what they lack (SQLite)
    bizet-server new-epoch                 after pg_restore: the same, said to desks
    bizet-server migrate                   bring the tables up to date, and end

What it is told by options it also reads from BIZET_DATA, BIZET_DATABASE_URL, BIZET_HOST, BIZET_PORT, BIZET_CERT,
BIZET_KEY, BIZET_BEHIND_PROXY, BIZET_PROXIES and BIZET_METRICS_TOKEN. docs/server.md has the rest.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import word
from sync_server import web_commands
from sync_server.messages import teach
from sync_server.running import commands
from sync_server.running.configuration import Configuration

REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when not understood, 3 when something is found broken."""
    teach()
    os.umask(0o077)  # what a server writes is for nobody else on this computer
    given = parser().parse_args(arguments or ["run"] if arguments is not None else sys.argv[1:] or ["run"])
    try:
        return int(given.run(_configuration(given), given))
    except Refused as refusal:
        print(word(refusal), file=sys.stderr)
        return REFUSED


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    made = argparse.ArgumentParser(
        prog="bizet-server", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = made.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, help: str, run: commands.Command) -> argparse.ArgumentParser:
        verb = verbs.add_parser(name, help=help, description=help)
        verb.set_defaults(run=run)
        verb.add_argument("--data", type=Path, metavar="FOLDER", help=_("where the files are"))
        verb.add_argument("--database-url", metavar="URL", help=_("a PostgreSQL database instead of files"))
        verb.add_argument("--i-know", action="store_true", help=_("do it although it is not safe"))
        return verb

    _add_run(add("run", _("run the server"), commands.run))
    add("code", _("make a code that lets one more business in"), commands.code)
    add("businesses", _("list the businesses that live here"), commands.businesses)
    _add_web(add)
    add("verify", _("check every journal and every receipt"), commands.verify)
    backup = add("backup", _("copy all files into a new folder"), commands.backup)
    backup.add_argument("folder", type=Path, metavar="FOLDER")
    restore = add("restore", _("put a backup in the place of what is there"), commands.restore)
    restore.add_argument("folder", type=Path, metavar="FOLDER")
    restore.add_argument("--business", type=UUID, metavar="ID", help=_("only this business"))
    add("new-epoch", _("tell desks that this database has gone back in time"), commands.new_epoch)
    add("migrate", _("bring the tables up to date"), commands.migrate)
    return made


def _add_web(add: Callable[[str, str, commands.Command], argparse.ArgumentParser]) -> None:
    address = add("address", _("give a business its public address"), web_commands.address)
    address.add_argument("slug", metavar="SLUG", help=_("its part of the address, as in /b/salon-carmen"))
    address.add_argument("--name", metavar="HOST", help=_("a host of its own, as in salon.example.com"))
    hook = add("hook", _("make the secret of another service"), web_commands.hook)
    hook.add_argument("provider", metavar="SERVICE", help=_("what the service is called in the address"))
    link = add("staff-link", _("make a link that signs somebody in"), web_commands.staff_link)
    link.add_argument("person", metavar="NAME", help=_("who, as on the lock screen"))
    for verb in (address, hook, link):
        verb.add_argument("--business", type=UUID, metavar="ID", required=True, help=_("of which business"))


def _add_run(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--sample", action="store_true", help=_("with a sample business, to look at its public page"))
    verb.add_argument("--host", help=_("the address to listen at (127.0.0.1)"))
    verb.add_argument("--port", type=int, help=_("the port to listen at (8766)"))
    verb.add_argument("--cert", type=Path, metavar="FILE", help=_("a TLS certificate with its chain"))
    verb.add_argument("--key", type=Path, metavar="FILE", help=_("its private key"))
    verb.add_argument("--behind-proxy", action="store_true", help=_("a proxy before it encrypts"))
    verb.add_argument("--proxies", metavar="ADDRESSES", help=_("proxies that are believed whom they speak for"))


def _configuration(given: argparse.Namespace) -> Configuration:
    """Options before variables."""
    said = {name: value for name, value in vars(given).items() if name in Configuration.__dataclass_fields__}
    return replace(Configuration.of(), **{name: value for name, value in said.items() if value not in (None, False)})


if __name__ == "__main__":
    sys.exit(main())
