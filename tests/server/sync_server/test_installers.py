"""Files for operators name only what there is: commands, options, variables, paths, ports, numbers."""

import argparse
import configparser
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from sync_server.__main__ import parser
from sync_server.running.configuration import VARIABLES, Configuration
from sync_server.running.open_server import OpenServer
from sync_server.web.health import HERE
from tests.support.makers import Salon

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "installers" / "server"
TEXTS = [ROOT / "docs" / "server.md", ROOT / "Makefile", *sorted(FOLDER.iterdir())]
STANDARD = {"OTEL_EXPORTER_OTLP_ENDPOINT"}
PORT = str(Configuration().port)


def verbs() -> dict[str, argparse.ArgumentParser]:
    (action,) = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(action.choices)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every command of ours in a text: its verb, and its options."""
    for line in re.findall(r"(?:bin/|`|^)bizet-server ([^\n`|]+)", text, re.MULTILINE):
        words = line.split("#")[0].split()
        yield words[0], [word for word in words[1:] if word.startswith("--")]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_and_option_exists(path: Path) -> None:
    for verb, options in commands(path.read_text(encoding="utf-8")):
        assert verb in verbs(), f"{path.name}: bizet-server {verb}"
        known = verbs()[verb]._option_string_actions
        assert set(options) <= set(known), f"{path.name}: bizet-server {verb} {options}"


def test_the_manual_shows_every_command() -> None:
    shown = {verb for path in TEXTS for verb, _ in commands(path.read_text(encoding="utf-8"))}
    assert shown == set(verbs())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_variable_is_read_by_the_program(path: Path) -> None:
    named = set(re.findall(r"\b(?:BIZET|OTEL)_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert named <= VARIABLES | STANDARD


def test_the_manual_names_every_variable() -> None:
    manual = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
    assert {name for name in VARIABLES if f"`{name}" not in manual} == set()


def test_every_variable_changes_something(tmp_path: Path) -> None:
    plain = Configuration.of({})
    for name in VARIABLES:
        assert Configuration.of({name: "1"}) != plain, name


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_file_named_is_there(path: Path) -> None:
    for named in re.findall(r"\binstallers/server/[\w.-]+\w", path.read_text(encoding="utf-8")):
        assert (ROOT / named).exists(), named


def unit(name: str) -> configparser.ConfigParser:
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read(FOLDER / name, encoding="utf-8")
    return read


@pytest.mark.feature("35.1.10")
def test_the_units_run_the_program_as_somebody_who_may_nothing() -> None:
    script = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]["bizet-server"]
    assert script == "sync_server.__main__:main"
    server = unit("bizet-server.service")["Service"]
    assert server["ExecStart"] == "/opt/bizet/.venv/bin/bizet-server run"
    assert server["Environment"] == f"BIZET_DATA=/var/lib/{server['StateDirectory']}"
    assert (server["User"], server["StateDirectoryMode"], server["NoNewPrivileges"]) == ("bizet", "0700", "yes")
    backup = unit("bizet-backup.service")["Service"]
    assert f"/var/lib/{backup['StateDirectory']}/" in backup["ExecStart"]
    assert unit("bizet-backup.timer")["Timer"]["OnCalendar"]


def manifests() -> dict[str, dict[str, Any]]:
    with (FOLDER / "kubernetes.yaml").open(encoding="utf-8") as text:
        return {each["kind"]: each for each in yaml.safe_load_all(text)}


@pytest.mark.feature("35.1.3")
def test_the_manifest_fits_the_program() -> None:
    """Read, not run: there is no cluster here."""
    kinds = manifests()
    pod = kinds["Deployment"]["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    given = {each["name"]: each.get("value", "1") for each in container["env"]}
    config = Configuration.of(given)
    assert (config.host, config.behind_proxy, bool(config.database_url)) == ("0.0.0.0", True, True)
    assert container["args"] == ["run"]
    assert [port["containerPort"] for port in container["ports"]] == [config.port]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert kinds["Deployment"]["spec"]["replicas"] >= 2


def test_what_points_to_another_in_the_manifest_finds_it() -> None:
    kinds = manifests()
    labels = kinds["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert kinds["Service"]["spec"]["selector"] == labels
    assert kinds["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert kinds["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]["name"] == kinds["Deployment"]["metadata"]["name"]
    (rule,) = kinds["Ingress"]["spec"]["rules"]
    (way,) = rule["http"]["paths"]
    assert way["backend"]["service"]["name"] == kinds["Service"]["metadata"]["name"]


def test_every_path_that_is_probed_or_hidden_is_answered(web: httpx.Client) -> None:
    (container,) = manifests()["Deployment"]["spec"]["template"]["spec"]["containers"]
    probed = {container[name]["httpGet"]["path"] for name in container if name.endswith("Probe")}
    texts = "".join(
        (FOLDER / name).read_text(encoding="utf-8") for name in ("Caddyfile", "nginx.conf", "Containerfile")
    )
    named = probed | set(re.findall(r"/(?:healthz|readyz|metrics)\b", texts))
    assert {path: web.get(path).status_code for path in named} == dict.fromkeys(named, 200)
    assert "127.0.0.1" in HERE


def test_proxies_and_images_agree_on_the_port() -> None:
    for name in ("Caddyfile", "nginx.conf"):
        assert set(re.findall(r"127\.0\.0\.1:(\d+)", (FOLDER / name).read_text(encoding="utf-8"))) == {PORT}
    image = (FOLDER / "Containerfile").read_text(encoding="utf-8")
    assert f"EXPOSE {PORT}" in image
    assert f"BIZET_PORT={PORT}" in image
    for source in re.findall(r"^COPY (?!--)([^\n]+) \S+$", image, re.MULTILINE):
        assert all((ROOT / each).exists() for each in source.split()), source


@pytest.mark.feature("35.1.7")
def test_alerts_ask_for_numbers_that_there_are(salon: Salon, serving: OpenServer, web: httpx.Client) -> None:
    web.get("/metrics")
    told = set(re.findall(r"^(bizet_\w+)", web.get("/metrics").text, re.MULTILINE))
    with (FOLDER / "alerts.yaml").open(encoding="utf-8") as text:
        rules = [rule for group in yaml.safe_load(text)["groups"] for rule in group["rules"]]
    asked = {name for rule in rules for name in re.findall(r"\bbizet_\w+", rule["expr"])}
    assert asked
    assert asked <= told
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in rules)
