"""People who log in: accounts, sessions and the one-time link that makes the first admin."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from queue_server import protocol
from queue_server.application.account_ports import AT_ONE_BRANCH, PEOPLE, SessionRecord, UserAccount
from queue_server.application.context import Context
from queue_server.application.credentials import (
    fingerprint,
    hash_password,
    new_token,
    require_strong,
    verify_password,
)
from queue_server.application.ports import StoreBusy, StoreFull, Work
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
SETUP_LINK_LASTS = timedelta(hours=24)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """Who a session cookie stands for."""

    actor: Actor
    user: protocol.User
    csrf_token: str


def log_in(context: Context, command: protocol.LogIn) -> tuple[str, protocol.Session]:
    """Open a session; return its token, for the cookie, and what the page may know."""
    username = command.username.strip().lower()
    with context.store.read() as work:
        user = work.accounts.user(username)
    stored = user.password_hash if user is not None and user.disabled_at is None else None
    matches = context.run_blocking(lambda: verify_password(stored, command.password))
    if user is None or not matches:
        raise Refusal("wrong_credentials")
    now = context.wall_time()
    token, csrf_token = new_token(), new_token()
    with context.store.write(None) as work:
        work.accounts.forget_sessions(now - LONGEST, now - IDLE)
        work.accounts.add_session(SessionRecord(fingerprint(token), username, csrf_token, now, now))
    return token, protocol.Session(_told(user), csrf_token)


def session_of(context: Context, token: str) -> SessionSeen | None:
    """Return whom a token stands for; None once idle for 30 minutes, 12 hours old, logged out or disabled."""
    token_hash = fingerprint(token)
    with context.store.read() as work:
        found = work.accounts.session(token_hash)
    if found is None:
        return None
    session, user = found
    now = context.wall_time()
    if user.disabled_at is not None or has_ended(session, now):
        return None
    if now - session.seen_at >= NOTED_EVERY:
        with suppress(StoreBusy, StoreFull), context.store.write(None) as work:
            work.accounts.touch_session(token_hash, now)
    return SessionSeen(Actor(user.role, user.username, user.branch), _told(user), session.csrf_token)


def has_ended(session: SessionRecord, now: datetime) -> bool:
    """Say whether a login is over: idle for 30 minutes or 12 hours old."""
    return now - session.seen_at > IDLE or now - session.created_at > LONGEST


def _told(user: UserAccount) -> protocol.User:
    return protocol.User(user.username, user.role.value, user.branch)


def log_out(context: Context, token: str) -> None:
    """End a session; ending it twice is harmless."""
    with context.store.write(None) as work:
        work.accounts.end_session(fingerprint(token))


def list_users(context: Context) -> list[protocol.UserAccount]:
    """Return every account, without what it is protected by."""
    with context.store.read() as work:
        return [_shown(user) for user in work.accounts.users()]


def _shown(user: UserAccount) -> protocol.UserAccount:
    return protocol.UserAccount(user.username, user.role.value, user.branch, user.created_at, user.disabled_at)


def add_user(context: Context, command: protocol.NewUser) -> protocol.UserAccount:
    """Create an account."""
    username = command.username.strip().lower()
    role = _role(command.role)
    branch = command.branch or None
    if USERNAME.fullmatch(username) is None:
        raise Refusal("invalid_field", "username_invalid", field="username")
    if role in AT_ONE_BRANCH and branch is None:
        raise Refusal("invalid_field", "role_needs_branch", field="branch", role=role.value)
    require_strong(command.password, username)
    hashed = context.run_blocking(lambda: hash_password(command.password))
    user = UserAccount(username, role, branch, hashed, context.wall_time())
    with context.store.write(None) as work:
        _require_branch(work, branch)
        _require_free(work, username)
        work.accounts.add_user(user)
    return _shown(user)


def _role(word: str) -> Role:
    known = ", ".join(sorted(role.value for role in PEOPLE))
    try:
        role = Role(word)
    except ValueError:
        role = Role.CLOCK
    if role not in PEOPLE:
        raise Refusal("invalid_field", "unknown_role", field="role", value=word, known=known)
    return role


def _require_branch(work: Work, branch: str | None) -> None:
    if branch is not None and work.branches.document(branch) is None:
        raise Refusal("not_found", "unknown_branch", branch=branch)


def _require_free(work: Work, username: str) -> None:
    if work.accounts.user(username) is not None:
        raise Refusal("username_taken", username=username)


def disable_user(context: Context, username: str) -> protocol.UserAccount:
    """End an account's sessions and let it log in no more. The last admin stays."""
    with context.store.write(None) as work:
        user = _known(work, username)
        if user.disabled_at is not None:
            return _shown(user)
        _keep_an_admin(work, user)
        disabled = replace(user, disabled_at=context.wall_time())
        work.accounts.save_user(disabled)
        work.accounts.end_sessions_of(user.username)
    return _shown(disabled)


def change_role(context: Context, username: str, word: str, branch: str | None) -> protocol.UserAccount:
    """Give an account another role or branch; its sessions end, so that nobody keeps yesterday's rights."""
    role = _role(word)
    if role in AT_ONE_BRANCH and not branch:
        raise Refusal("invalid_field", "role_needs_branch", field="branch", role=role.value)
    with context.store.write(None) as work:
        user = _known(work, username)
        _require_branch(work, branch or None)
        if role is not Role.ADMIN:
            _keep_an_admin(work, user)
        changed = replace(user, role=role, branch=branch or None)
        work.accounts.save_user(changed)
        work.accounts.end_sessions_of(user.username)
    return _shown(changed)


def _known(work: Work, username: str) -> UserAccount:
    user = work.accounts.user(username.strip().lower())
    if user is None:
        raise Refusal("not_found", "unknown_user", username=username)
    return user


def _keep_an_admin(work: Work, user: UserAccount) -> None:
    is_active_admin = user.role is Role.ADMIN and user.disabled_at is None
    if is_active_admin and work.accounts.count_active(Role.ADMIN) == 1:
        raise Refusal("last_admin", username=user.username)


def setup_needed(context: Context) -> bool:
    """Say whether nobody could administer this server yet."""
    with context.store.read() as work:
        return work.accounts.count_active(Role.ADMIN) == 0


def make_setup_link(context: Context) -> str:
    """Return a new one-time token for ``/setup#token=…``; older ones end."""
    token = new_token()
    with context.store.write(None) as work:
        work.accounts.forget_setup_links()
        work.accounts.add_setup_link(fingerprint(token), context.wall_time())
    return token


def setup_link_holds(context: Context, token: str) -> bool:
    """Say whether a one-time token can still make the first admin."""
    with context.store.read() as work:
        return _link_holds(work, token, context.wall_time())


def _link_holds(work: Work, token: str, now: datetime) -> bool:
    made_at = work.accounts.setup_link_made_at(fingerprint(token))
    has_admin = work.accounts.count_active(Role.ADMIN) > 0
    return made_at is not None and now - made_at <= SETUP_LINK_LASTS and not has_admin


def finish_setup(context: Context, token: str, username: str, password: str) -> protocol.UserAccount:
    """Make the first admin by the one-time link, which then ends."""
    if not setup_link_holds(context, token):
        raise Refusal("setup_done")
    username = username.strip().lower()
    if USERNAME.fullmatch(username) is None:
        raise Refusal("invalid_field", "username_invalid", field="username")
    require_strong(password, username)
    hashed = context.run_blocking(lambda: hash_password(password))
    user = UserAccount(username, Role.ADMIN, None, hashed, context.wall_time())
    with context.store.write(None) as work:
        if not _link_holds(work, token, context.wall_time()):
            raise Refusal("setup_done")
        _require_free(work, username)
        work.accounts.add_user(user)
        work.accounts.forget_setup_links()
    return _shown(user)
