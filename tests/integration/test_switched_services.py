"""What a counter takes today: switched at the desk, followed by everything, gone with the day."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from queue_server.application.administration import load_branch
from queue_server.application.snapshots import menu_state
from queue_server.storage.opening import open_store
from queue_server.storage.unit_of_work import SqlStore
from tests.cast import BUDI, KOTA_FILE, MONDAY, RATNA, TONO, TUESDAY
from tests.fakes.hall import Hall, numbers, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def own(hall: Hall, counter: str) -> list[str]:
    """Return what the desk's own queues say that it takes, which is no order of preference."""
    return sorted(queue.service for queue in hall.state_of(counter).queues if queue.own)


def test_a_counter_calls_what_it_was_switched_to_and_nothing_else(hall: Hall) -> None:
    ktp, akta = hall.issue_many("KTP", "AKTA")
    hall.open("1")
    state = hall.switch("1", "AKTA", "KONSUL")
    assert (state.own_services, state.services_switched) == (["AKTA", "KONSUL"], True)
    assert state.next == akta.number
    assert own(hall, "1") == ["AKTA", "KONSUL"]
    assert hall.called("1").id == akta.id
    hall.act("start", akta)
    hall.act("complete", akta)
    assert hall.call("1") is None
    hall.open("5")
    assert hall.called("5").id == ktp.id


def test_the_order_is_the_order_of_preference(hall: Hall) -> None:
    hall.open("3")
    hall.issue("KTP")
    konsul = hall.issue("KONSUL")
    assert hall.state_of("3").next == konsul.number
    assert hall.switch("3", "KTP", "KONSUL").next == "A-001", "counter 3 is strict in its preference"


def test_a_ticket_is_not_called_to_a_counter_that_takes_its_service_no_more(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    hall.switch("1", "AKTA")
    assert refused(hall.act, "call", ticket).code == "counter_not_eligible"


def test_what_is_in_hand_is_finished(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    hall.called("1")
    hall.switch("1", "AKTA")
    hall.act("start", ticket)
    assert hall.act("complete", ticket).status == "completed"


def test_estimates_follow(hall: Hall) -> None:
    def is_estimated(service: str) -> bool:
        menu = menu_state(hall.context, hall.branch).state
        return next(row.wait_high_s for row in menu.services if row.code == service) is not None

    hall.open("1", "2")
    assert not is_estimated("AKTA"), "too few waits have ended"
    hall.teach("KTP", times=20)
    assert is_estimated("AKTA")
    hall.switch("2", "KTP")
    hall.switch("5", "KTP")
    assert not is_estimated("AKTA"), "no counter takes it"
    hall.switch("1", "AKTA")
    assert is_estimated("AKTA")


def test_an_empty_list_returns_to_the_file(hall: Hall) -> None:
    hall.switch("1", "AKTA")
    state = hall.switch("1")
    assert (state.own_services, state.services_switched) == (["KTP", "KK"], False)


def test_naming_what_the_file_says_is_no_switch(hall: Hall) -> None:
    seq = hall.seq()
    assert hall.switch("1", "KTP", "KK").services_switched is False
    assert hall.switch("5", "KTP", "KK", "AKTA", "KONSUL").services_switched is False
    assert hall.seq() == seq
    assert hall.switch("1", "KK", "KTP").services_switched is True, "another order is another preference"


def test_each_change_is_one_event_and_a_repetition_none(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.switch("1", "AKTA")
    hall.switch("1", "AKTA")
    hall.switch("1", by=hall.supervisor)
    hall.switch("1", by=hall.supervisor)
    found = [event for event in hall.events(MONDAY) if event.kind == "counter.services_switched"]
    assert [(event.actor, event.counter, event.facts) for event in found] == [
        ("officer:ratna", "1", {"services": ["AKTA"], "switched": True}),
        ("supervisor:penyelia-kota", "1", {"services": ["KTP", "KK"], "switched": False}),
    ]


def test_an_unknown_and_a_doubled_service_are_refused_by_name(hall: Hall) -> None:
    hall.switch("1", "AKTA")
    seq = hall.seq()
    unknown = refused(hall.switch, "1", "KTP", "SIM")
    assert (unknown.code, unknown.reason, unknown.params["service"]) == ("not_found", "unknown_service", "SIM")
    doubled = refused(hall.switch, "1", "KTP", "KK", "KTP")
    assert (doubled.code, doubled.reason, doubled.params["service"]) == ("invalid_field", "service_twice", "KTP")
    assert refused(hall.switch, "99", "KTP").reason == "unknown_counter"
    assert (hall.state_of("1").own_services, hall.seq()) == (["AKTA"], seq)


def test_only_whoever_sits_there_and_supervisors_switch(hall: Hall) -> None:
    hall.open("1", by=RATNA)
    assert refused(hall.switch, "1", "AKTA", by=BUDI).code == "counter_taken"
    assert hall.switch("1", "AKTA", by=hall.supervisor).services_switched


def test_closing_the_day_forgets_it(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.switch("1", "AKTA")
    hall.close_day(MONDAY, force=True)
    assert hall.state_of("1").own_services == ["KTP", "KK"]
    hall.clock.set("08:00", TUESDAY)
    hall.issue("KTP")
    hall.open("1")
    assert hall.called("1").number == "A-001"


def test_a_day_left_open_takes_its_switches_along_before_the_first_call_of_the_next(hall: Hall) -> None:
    hall.issue("KTP")
    hall.open("1")
    hall.switch("1", "AKTA")
    hall.clock.set("08:00", TUESDAY)
    ticket = hall.issue("KTP")
    hall.open("1")
    assert hall.called("1").id == ticket.id


def test_a_new_file_drops_what_it_does_not_know(hall: Hall) -> None:
    hall.switch("1", "AKTA", "KONSUL")
    hall.switch("2", "KONSUL")
    hall.switch("4", "AKTA")
    file = KOTA_FILE.replace('code = "KONSUL"', 'code = "KONS"').replace('["KONSUL", "KTP"]', '["KONS", "KTP"]')
    file = file.replace('code = "4"\nname', 'code = "6"\nname')
    load_branch(hall.context, TONO, file)
    assert hall.state_of("1").own_services == ["AKTA"]
    assert hall.state_of("2").own_services == ["AKTA", "KTP"], "nothing was left of it"
    load_branch(hall.context, TONO, KOTA_FILE)
    assert hall.state_of("1").own_services == ["AKTA"], "what was dropped does not come back"
    assert hall.state_of("4").own_services == ["KK"]


def test_it_outlives_the_server_and_stays_in_its_branch(hall: Hall, east: Hall, tmp_path: Path) -> None:
    hall.switch("1", "AKTA")
    hall.switch("3", "KTP")
    assert east.state_of("1").own_services == ["KTP"]
    other: SqlStore = open_store(f"sqlite:///{tmp_path / 'antrean.db'}")
    with other.read("kota") as work:
        assert work.switched == {"1": ("AKTA",), "3": ("KTP",)}
        assert work.branch.counters_for["AKTA"] == tuple(work.branch.counter(code) for code in ("1", "2", "5"))
        assert work.filed.services_of(work.filed.counter("1")) == ("KTP", "KK")
    other.dispose()


def test_a_switch_that_fails_on_its_way_changes_nothing(hall: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    with suppress(LookupError), hall.context.store.write(hall.branch) as work:
        work.switch({"1": ("AKTA",)})
        assert work.branch.services_of(work.branch.counter("1")) == ("AKTA",)
        raise LookupError
    assert hall.state_of("1").own_services == ["KTP", "KK"]
    assert numbers([hall.called("1")]) == [ticket.number]
