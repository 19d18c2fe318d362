"""Two districts in a store that is put back as it was whenever something was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.domain.accounts import Account, Role
from scheduler.service.rights import RIGHTS, Action
from scheduler.store.engine import open_store
from tests.asking import a_browser_with, a_token, settings_of
from tests.worlds import World


class Stage:
    """Two districts, their people signed in, and the way back to how it all was.

    One database is enough here: who may do what is asked outside of it.
    """

    def __init__(self, path: Path, empty: Path) -> None:
        self.path, self.first = path, path.with_suffix(".first")
        shutil.copy(empty, path)
        self.store = open_store(f"sqlite:///{path}")
        self.app = application(self.store, settings_of(wrong_at_once=1_000_000))
        self.world, self.other = World(self.store), World(self.store)
        self.people = {role: self.world.account(role) for role in Role}
        everybody = [*self.people.values(), self.world.maker]
        self.tokens = {one.id: a_token(self.app, one) for one in everybody}
        makers = [one for one in everybody if one.roles & RIGHTS[Action.KEY_MAKE].keys()]
        self.keys = {one.id: self.world.key_of(one) for one in makers}
        self.store.close()
        shutil.copy(path, self.first)

    def renew(self) -> None:
        """Put everything back, since something was changed."""
        self.store.close()
        for beside in ("-wal", "-shm"):
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        shutil.copy(self.first, self.path)
        self.app.state.who.forget()

    def client(self, account: Account) -> TestClient:
        return a_browser_with(self.app, self.tokens[account.id])
