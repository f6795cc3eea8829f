"""`bizet`: a business from the command line, for scripts and for when something has gone wrong.

    bizet ask customers.search '{"typed": "olivia"}' --staff Ana
    bizet do bookings.move '{"booking": "…", "starts_at": "2026-03-12T11:30:00Z"}'
    bizet backup /media/stick/shop.bizetbackup
    bizet restore shop.bizetbackup
    bizet sync now

It talks to the running desk, or opens the file itself when no desk is running. `BIZET_STAFF` and `BIZET_PIN` sign in
where nobody can be asked, `BIZET_PASSPHRASE` and `BIZET_RECOVERY_KEY` are read likewise.
"""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import _, ngettext, speak
from bizet_core.describe.languages.sentences import word
from bizet_desk.background.logs import logging_to
from bizet_desk.command_line.command_socket import Frame, Result, Told, knock, served, told
from bizet_desk.command_line.commands import COMMANDS, Alone, Call, locale_of
from bizet_desk.messages import teach
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import Places, places
from bizet_desk.syncing.status import State
from bizet_desk.syncing.sync_rounds import Agreeing
from bizet_desk.syncing.transport.https_network import Web

DONE, REFUSED, BROKEN = 0, 1, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when done, 1 when refused, 2 when not understood, 3 when something is found broken."""
    teach()
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given, places()))
    except Refused as refusal:
        return _say_refused(told(refusal))
    except KeyboardInterrupt:
        return _say_refused(told(Refused("cancelled")))


# ---------------------------------------------------------------------------------------------------- what is typed


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bizet", description=__doc__, formatter_class=_Verbatim)
    parser.add_argument("--staff", default=os.environ.get("BIZET_STAFF", ""), help=_("who you are: a name or an id"))
    verbs = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, help: str, run: Callable[[argparse.Namespace, Places], int]) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        made.add_argument("--staff", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return made

    for name, help in (("do", _("run an operation")), ("ask", _("ask a question"))):
        verb = add(name, help, _do_or_ask)
        verb.set_defaults(command=name)
        verb.add_argument("name", metavar="NAME", help=_("as `bizet operations` lists it"))
        verb.add_argument(
            "request", metavar="JSON", nargs="?", default="{}", help=_("the request; - reads it from input")
        )
    add("operations", _("list what can be done and asked"), _operations)
    add("backup", _("write a backup, sealed to the recovery key"), _backup).add_argument("file", nargs="?")
    add("export", _("write all data into a folder"), _export).add_argument("folder")
    add("import", _("take customers over from a list (CSV)"), _import).add_argument("file")
    add("undo", _("take one change back, or all of an import"), _undo).add_argument("id", metavar="ID")
    add("verify", _("check the file, the journal and the receipts"), _verify)
    add("recover", _("give the owner a new PIN with the recovery key"), _recover)
    restore = add("restore", _("bring a business back from a backup"), _restore)
    restore.add_argument("file")
    restore.add_argument("--aside", action="store_true", help=_("rename the desk that is here, if any"))
    sync = add("sync", _("this computer and its server: status, now or leave"), _sync)
    sync.add_argument("what", choices=("status", "now", "leave"), nargs="?", default="status")
    demo = add("demo", _("make a sample business to look around in"), _demo)
    demo.add_argument("--trade", default="salon")
    return parser


class _Verbatim(argparse.RawDescriptionHelpFormatter):
    """Examples keep their lines."""


# ------------------------------------------------------------------------------------------------------- commands


def _do_or_ask(given: argparse.Namespace, here: Places) -> int:
    request = _json(sys.stdin.read() if given.request == "-" else given.request)
    return _call(given, here, given.command, {"name": given.name, "request": request}, _print_json)


def _operations(given: argparse.Namespace, here: Places) -> int:
    def show(found: list[dict[str, Any]]) -> int:
        for each in found:
            print(f"{each['how']:4}{each['name']:40}{each['about']}")
        return DONE

    return _call(given, here, "operations", {}, show)


def _backup(given: argparse.Namespace, here: Places) -> int:
    file = str(Path(given.file).absolute()) if given.file else None
    return _call(given, here, "backup", {"file": file}, lambda made: _say(_("The backup is {file}").format(file=made)))


def _export(given: argparse.Namespace, here: Places) -> int:
    folder = str(Path(given.folder).absolute())
    words = _("{count} rows and files are in {folder}")
    return _call(
        given, here, "export", {"folder": folder}, lambda count: _say(words.format(count=count, folder=folder))
    )  # fmt: skip


def _import(given: argparse.Namespace, here: Places) -> int:
    def show(found: dict[str, Any]) -> int:
        for sentence in found["problems"]:
            print(sentence)
        words = _("{added} customers added, {known} were here already, {bad} rows left out.")
        print(words.format(added=found["added"], known=found["known"], bad=len(found["problems"])))
        return _say(_("To take it back: {command}").format(command=f"bizet undo {found['group']}"))

    return _call(given, here, "import", {"file": str(Path(given.file).absolute())}, show)


def _undo(given: argparse.Namespace, here: Places) -> int:
    def show(found: dict[str, Any]) -> int:
        for sentence in found["stays"]:
            print(sentence)
        count = found["undone"]
        print(ngettext("{n} change was taken back.", "{n} changes were taken back.", count).format(n=count))
        return REFUSED if found["stays"] else DONE

    return _call(given, here, "undo", {"id": given.id}, show)


def _verify(given: argparse.Namespace, here: Places) -> int:
    def show(found: dict[str, Any]) -> int:
        for sentence in found["broken"]:
            print(sentence)
        if not found["pages_are_whole"]:
            print(word(Refused("file_damaged")))
        if found["broken"] or not found["pages_are_whole"]:
            return BROKEN
        words = _("All is as it was written: {lines} changes, {receipts} receipts.")
        return _say(words.format(lines=found["journal_lines"], receipts=found["receipts"]))

    return _call(given, here, "verify", {}, show)


def _sync(given: argparse.Namespace, here: Places) -> int:
    def show(found: dict[str, Any]) -> int:
        for sentence in found["told"]:
            print(sentence)
        return DONE if found["state"] not in (State.OFFLINE, State.REFUSED) else REFUSED

    return _call(given, here, f"sync {given.what}", {}, show)


def _recover(given: argparse.Namespace, here: Places) -> int:
    key = _secret("BIZET_RECOVERY_KEY", _("Recovery key: "))
    pin = _secret("BIZET_PIN", _("New PIN: "))
    words = _("{name} signs in with the new PIN from now on.")
    request = {"key": key, "pin": pin, "staff": given.staff}
    return _call(given, here, "recover", request, lambda name: _say(words.format(name=name)))


def _restore(given: argparse.Namespace, here: Places) -> int:
    from datetime import UTC, datetime

    from bizet_desk.backups.backup import Step
    from bizet_desk.backups.restore import put_desk_aside, restore
    from bizet_desk.storage.recovery_key import read_recovery_key

    key = read_recovery_key(_secret("BIZET_RECOVERY_KEY", _("Recovery key: ")))
    if given.aside and here.desk.exists():
        _say(_("The desk that was here is now {file}").format(file=put_desk_aside(here, datetime.now(UTC))))
    restore(Path(given.file), key, here, step=Step(_progress)).close()
    return _say(_("The business is back. Start Bizet and sign in as before."))


def _demo(given: argparse.Namespace, here: Places) -> int:
    from bizet_desk.sample.sample_business import fill_with_sample
    from bizet_desk.sample.sample_pin import PIN

    opened, recovery = create(here)
    try:
        fill_with_sample(opened.store, given.trade)
    finally:
        opened.close()
    _say(_("The sample business is in {folder}. Everybody's PIN is {pin}.").format(folder=here.data, pin=PIN))
    return _say(_("Its recovery key is {key}").format(key=recovery.words))


# ----------------------------------------------------------------------------------------- to the desk and back again


def _call(
    given: argparse.Namespace, here: Places, command: str, request: dict[str, Any], show: Callable[[Any], int]
) -> int:
    """Ask the running desk, or the file itself; show what came back."""
    call = Call(command=command, given=request, staff=given.staff, pin=_pin(command))
    frame = knock(here, call, _progress) if here.desk.exists() else None
    frame = frame or _alone(here, call)
    _clear_progress()
    if isinstance(frame, Told):
        return _say_refused(frame)
    assert isinstance(frame, Result)
    return show(msgspec.json.decode(frame.json))


def _alone(here: Places, call: Call) -> Frame:
    opened = _opened(here)
    try:
        with logging_to(here.log), closing(Agreeing(opened, Web())) as agreeing:
            runner = Alone(opened.store)
            speak(locale_of(runner))
            return served(call, runner, opened, agreeing, _progress)
    finally:
        opened.close()


def _opened(here: Places) -> Opened:
    passphrase = os.environ.get("BIZET_PASSPHRASE", "")
    try:
        return open_desk(here, passphrase=passphrase)
    except Refused as refusal:
        if refusal.code == "already_open":
            raise Refused("desk_silent") from refusal  # it holds the file but did not open the door
        if refusal.code != "passphrase_needed" or not sys.stdin.isatty():
            raise
    return open_desk(here, passphrase=getpass.getpass(_("Start-up passphrase: ")))


def _pin(command: str) -> str:
    if not COMMANDS[command].signed:
        return ""
    return _secret("BIZET_PIN", _("PIN: "))


def _secret(variable: str, prompt: str) -> str:
    """From the environment, else from the keyboard without showing it; empty where nobody can be asked."""
    kept = os.environ.get(variable, "")
    return getpass.getpass(prompt) if not kept and sys.stdin.isatty() else kept


def _json(text: str) -> dict[str, Any]:
    example = '{"name": "Ana"}'
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refused("not_json", problem=str(error), example=example) from error
    if not isinstance(found, dict):
        raise Refused("not_json", problem=text, example=example)
    return found


# ----------------------------------------------------------------------------------------------------------- showing


def _say(sentence: str) -> int:
    print(sentence)
    return DONE


def _print_json(found: Any) -> int:
    print(json.dumps(found, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
    return DONE


def _say_refused(frame: Told) -> int:
    print(frame.sentence, file=sys.stderr)
    for field, sentence in frame.causes.items():
        print(f"  {field}: {sentence}", file=sys.stderr)
    return REFUSED


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() and total:
        print(f"\r{done * 100 // total:3} %", end="", file=sys.stderr, flush=True)


def _clear_progress() -> None:
    if sys.stderr.isatty():
        print("\r     \r", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
