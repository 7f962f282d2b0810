"""Logging in and out, accounts, and the first admin."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, g

from queue_server import protocol
from queue_server.application.accounts import (
    add_user,
    disable_user,
    finish_setup,
    list_users,
    log_in,
    log_out,
)
from queue_server.domain.errors import Refusal
from queue_server.web.access import address, csrf_token, drop_session, keep_session, session_token
from queue_server.web.answers import nothing, payload
from queue_server.web.limits import SETUP
from queue_server.web.routing import Call, Route


def _log_in(call: Call) -> Response:
    limits, username, where = call.access.limits, call.command.username.strip().lower(), address()
    limits.before_log_in(username, where)
    try:
        token, session = log_in(call.context, call.command)
    except Refusal as refusal:
        if refusal.code == "wrong_credentials":
            limits.after_failure(username, where)
        raise
    limits.after_success(username, where)
    response = payload(session)
    keep_session(response, token)
    return response


def _who_am_i(call: Call) -> object:
    del call
    return protocol.Session(g.user, csrf_token())


def _log_out(call: Call) -> Response:
    token = session_token()
    if token is not None:
        log_out(call.context, token)
        call.access.identities.sessions.forget(token)
        call.access.ended(token)
    response = nothing()
    drop_session(response)
    return response


def _users(call: Call) -> object:
    return protocol.UserList(list_users(call.context))


def _add_user(call: Call) -> object:
    return add_user(call.context, call.command)


def _disable_user(call: Call) -> object:
    return disable_user(call.context, call.path["username"])


def _finish_setup(call: Call) -> object:
    call.access.limits.hit(SETUP, "setup", address())
    command = call.command
    return finish_setup(call.context, command.token, command.username, command.password)


ROUTES = (
    Route(
        "log_in",
        "POST",
        "/session",
        "Log in; the cookie keeps the session, unsafe calls send the CSRF token",
        _log_in,
        answer=protocol.Session,
        command=protocol.LogIn,
        refusals=("wrong_credentials", "rate_limited"),
    ),
    Route("who_am_i", "GET", "/session", "Who is logged in", _who_am_i, answer=protocol.Session),
    Route("log_out", "DELETE", "/session", "Log out", _log_out),
    Route("users", "GET", "/users", "Every account", _users, answer=protocol.UserList),
    Route(
        "add_user",
        "POST",
        "/users",
        "Create an account",
        _add_user,
        answer=protocol.UserAccount,
        command=protocol.NewUser,
        status=HTTPStatus.CREATED,
        refusals=("weak_password", "username_taken", "not_found"),
    ),
    Route(
        "disable_user",
        "POST",
        "/users/{username}/disable",
        "Disable an account and end its sessions",
        _disable_user,
        answer=protocol.UserAccount,
        refusals=("not_found", "last_admin"),
    ),
    Route(
        "finish_setup",
        "POST",
        "/setup",
        "Make the first admin by the one-time link",
        _finish_setup,
        answer=protocol.UserAccount,
        command=protocol.FinishSetup,
        status=HTTPStatus.CREATED,
        refusals=("setup_done", "weak_password", "username_taken"),
    ),
)
