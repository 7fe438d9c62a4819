"""What nobody here can start is read instead: the image, the compose file and the table of settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]  # its stubs would be one more dependency
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from adapters.settings import Settings
from cli import app

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
ENV_EXAMPLE = (ROOT / ".env.example").read_text()


def ours() -> dict[str, list[str]]:
    """The commands of the services that run our image."""
    services = COMPOSE["services"].items()
    return {name: service["command"] for name, service in services if service["image"] == "synclog"}


def image_command() -> list[str]:
    [command] = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    words: list[str] = yaml.safe_load(command)
    return words


@pytest.mark.parametrize("service", [*ours(), "image"])
def test_the_command_of_each_service_is_one_of_synclog(service: str) -> None:
    command = image_command() if service == "image" else ours()[service]
    answer = CliRunner().invoke(app, [*command, "--help"])
    assert answer.exit_code == 0, answer.output


def test_compose_runs_everything_that_production_needs() -> None:
    assert set(COMPOSE["services"]) == {"api", "migrate", "postgres", "redis", "sandbox", "worker"}
    assert {name for name, service in COMPOSE["services"].items() if "profiles" in service} == {"sandbox"}


@pytest.mark.parametrize("service", ["api", "worker"])
def test_nothing_starts_on_a_database_that_is_not_migrated(service: str) -> None:
    needs = COMPOSE["services"][service]["depends_on"]
    assert needs["migrate"]["condition"] == "service_completed_successfully"
    assert needs["redis"]["condition"] == "service_healthy"


def test_the_image_runs_as_nobody_in_particular_and_owns_nothing_of_it() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    [user] = re.findall(r"^USER (.+)$", last_stage, re.MULTILINE)
    assert int(user) > 0, "a number, so that the orchestrator can tell that it is not root"
    assert last_stage.index("COPY") < last_stage.index("USER")
    assert "--chown" not in last_stage
    assert not any("user" in service for service in COMPOSE["services"].values())


@pytest.mark.parametrize("service", sorted(ours()))
def test_our_containers_can_write_nothing_and_gain_nothing(service: str) -> None:
    settings = COMPOSE["services"][service]
    assert settings["read_only"] is True
    assert settings["cap_drop"] == ["ALL"]
    assert "volumes" not in settings
    assert "cap_add" not in settings
    [scratch] = settings["tmpfs"]
    assert {"/tmp:size=64m", "noexec", "nosuid", "nodev"} == set(scratch.split(","))  # noqa: S108  # the container's


@pytest.mark.parametrize("service", sorted(COMPOSE["services"]))
def test_no_container_gains_privileges_or_listens_beyond_this_machine(service: str) -> None:
    settings = COMPOSE["services"][service]
    assert settings["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "network_mode", "pid", "ipc", "devices"} & set(settings)
    assert all(port.startswith("127.0.0.1:") for port in settings.get("ports", []))


def test_every_named_volume_is_declared() -> None:
    used = {v.split(":")[0] for service in COMPOSE["services"].values() for v in service.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_no_secret_is_written_into_compose() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or value.startswith("${")


def test_every_setting_is_in_the_example() -> None:
    documented = set(re.findall(r"^(?:# )?SYNCLOG_([A-Z_]+)=", ENV_EXAMPLE, re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_the_example_shows_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNCLOG_SECRET_KEYS", Fernet.generate_key().decode())
    written = tmp_path / "env"
    written.write_text(re.sub(r"^# (SYNCLOG_[A-Z_]+=.)", r"\1", ENV_EXAMPLE, flags=re.MULTILINE))
    assert read_settings(written) == read_settings(None)


def read_settings(env_file: Path | None) -> Settings:
    return Settings(_env_file=env_file)


def test_compose_sets_nothing_that_the_service_does_not_know() -> None:
    set_here = {name for service in COMPOSE["services"].values() for name in service.get("environment", {})}
    known = {f"SYNCLOG_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in set_here if name.startswith("SYNCLOG_")} <= known


def test_the_image_is_made_by_the_commands_that_ci_runs() -> None:
    in_image = re.findall(r"^RUN uv (sync .*)$", DOCKERFILE, re.MULTILINE)
    in_ci = re.findall(r'"\$\$uv" (sync .*--no-dev.*?) --quiet', MAKEFILE)
    assert in_image == in_ci != []


def test_the_image_has_the_uv_of_the_makefile() -> None:
    [version] = re.findall(r"^UV_VERSION := (\S+)$", MAKEFILE, re.MULTILINE)
    assert f"uv=={version}\n" in DOCKERFILE


def test_the_image_holds_every_package_that_is_installed() -> None:
    allowed = set(re.findall(r"^!([^/\n]+)/?$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages | {"alembic", "cli.py", "pyproject.toml", "uv.lock", "README.md"} <= allowed
