"""A real PostgreSQL for tests: a cluster of its own in a temporary folder, on a free port of this machine, gone afterwards."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing, suppress
from pathlib import Path

import pg8000.native

USER = "owner"
SETTINGS = {"fsync": "on", "synchronous_commit": "on", "listen_addresses": "127.0.0.1", "max_connections": "120", "shared_buffers": "64MB"}


def binaries():
    """The newest folder with initdb; None where PostgreSQL is not installed."""
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *Path("/opt/homebrew/opt").glob("postgresql*/bin/initdb")]
    on_path = shutil.which("initdb")
    found += [Path(on_path).resolve()] if on_path else []
    return max(found, key=lambda path: [int(part) for part in path.parts if part.isdigit()] or [0]).parent if found else None


def _free_port():
    """A port below those that the system gives to clients: one that waits for the server to come back could otherwise take its place."""
    for _ in range(200):
        port = secrets.choice(range(15_000, 32_000))
        with closing(socket.socket()) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise OSError("no free port between 15,000 and 32,000")


class Server:
    """A running PostgreSQL. It refuses to run as root, so there it runs as the user `postgres`, or `nobody`."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="assess-postgresql-"))
        self.port, self.password, self.programs = _free_port(), secrets.token_hex(8), binaries()
        self.number = 0
        self._as = []
        if os.geteuid() == 0:
            user = "postgres" if subprocess.run(["id", "postgres"], capture_output=True, check=False).returncode == 0 else "nobody"
            shutil.chown(self.folder, user)
            self._as = ["runuser", "-u", user, "--"]
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self._as:
            shutil.chown(secret, self._as[2])
        self._run(
            "initdb", "-D", self.data, "-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        with (self.folder / "data" / "postgresql.conf").open("a") as file:
            file.write("".join(f"{key} = '{value}'\n" for key, value in SETTINGS.items()))
            file.write(f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        self.start()

    @property
    def data(self):
        return str(self.folder / "data")

    def _run(self, program, *arguments):
        command = [*self._as, str(self.programs / program), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=self.folder)
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{' '.join(command)}: {done.stderr}{log.read_text()[-2000:] if log.exists() else ''}")

    def start(self):
        self._run("pg_ctl", "-D", self.data, "-w", "-l", str(self.folder / "log"), "start")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "-D", self.data, "-w", "-m", mode, "stop")

    def restart(self, mode="fast"):
        self.stop(mode)
        self.start()

    def native(self, database="postgres"):
        return pg8000.native.Connection(USER, host="127.0.0.1", port=self.port, password=self.password, database=database)

    def sql(self, statement, database="postgres"):
        with closing(self.native(database)) as connection:
            return connection.run(statement)

    def new(self):
        """Address of an empty database."""
        self.number += 1
        self.sql(f"CREATE DATABASE survey{self.number}")
        return f"postgresql+pg8000://{USER}:{self.password}@127.0.0.1:{self.port}/survey{self.number}"

    def close(self):
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
