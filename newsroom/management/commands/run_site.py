import ipaddress
import os
import time
from argparse import ArgumentParser
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from newsroom import env, static_files
from newsroom.checks import foreign_hosts
from newsroom.demonstration import make_accounts
from newsroom.serving import refuse_taken_port, serve
from seeds.unchanged import is_loaded


class Command(BaseCommand):
    help = (
        "What `make run` does: checks, migrations, content, demonstration accounts, search, static files, server. "
        "From the environment: HOST, PORT, WORKERS, THREADS, and DEMO=0 for neither content nor accounts. "
        "--prepare-only ends before the server."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare-only", action="store_true")

    def handle(self, *, prepare_only: bool, **options: Any) -> None:
        host, port = env.text("HOST", "127.0.0.1"), env.integer("PORT", 8000, 1, 65535)
        workers, threads = env.integer("WORKERS", 2, 1, 64), env.integer("THREADS", 8, 1, 256)
        demonstration = env.flag("DEMO", True)
        refuse_taken_port(host, port)
        self.check_database()
        self.check(display_num_errors=False)
        self.migrate()
        if demonstration:
            self.load()
            self.make_accounts()
        call_command("rebuild_search", if_needed=True, stdout=self.stdout)
        self.collect_static_files()
        if not prepare_only:
            self.say("server: starting")
            serve(host, port, workers, threads, started=lambda: self.tell_addresses(host, port))

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def check_database(self) -> None:
        try:
            connection.ensure_connection()
        except Error as error:
            raise ImproperlyConfigured(
                f"The database {where()} does not answer ({first_line(error)}): "
                "start it, or correct DATABASE_URL."
            ) from error
        self.say(f"database: {where()}")

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if waiting:
            call_command("migrate", interactive=False, verbosity=0)
        self.say(f"migrations: {waiting} applied" if waiting else "migrations: none waiting")

    def load(self) -> None:
        if is_loaded(settings.BASE_DIR / "seeds" / "data"):
            self.say("content: loaded before, and its files are the same")
            return
        report = StringIO()
        try:
            call_command("load_seeds", stdout=report)
        except SystemExit:  # something was refused; the rest is loaded, and the site can start
            self.stderr.write(report.getvalue())
        self.say(f"content: {last_line(report.getvalue())}")

    def make_accounts(self) -> None:
        file = settings.VAR_DIR / "accounts.txt"
        made = make_accounts(file)
        for name, password in made.items():
            self.say(f"account: {name}  password: {password}")
        self.say(f"accounts: passwords are kept in {file}" if file.exists() else "accounts: kept as they are")

    def collect_static_files(self) -> None:
        if static_files.are_collected():
            self.say("static files: collected before, and they are the same")
            return
        began = time.monotonic()
        call_command("collectstatic", interactive=False, verbosity=0)
        static_files.note_collected()
        self.say(f"static files: ready ({time.monotonic() - began:.1f} s)")

    def tell_addresses(self, host: str, port: int) -> None:
        if not is_local(host) and not foreign_hosts():
            self.say("note: only this machine gets answers until ALLOWED_HOSTS names the site's hosts")
        shown = f"[{host}]" if ":" in host else host
        self.say(f"site: http://{shown}:{port}/")
        self.say(f"desk: http://{shown}:{port}{reverse('admin:index')}")


def where() -> str:
    """The database in words, without its password."""
    about = connection.settings_dict
    if connection.vendor == "sqlite":
        return os.path.relpath(about["NAME"])
    return f"{about['NAME']} on {about['HOST'] or 'the local socket'}:{about['PORT'] or 5432}"


def is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["nothing to report"])[-1]
