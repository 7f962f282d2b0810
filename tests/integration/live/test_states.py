"""What a screen receives, and when."""

import socket
import threading
import time

from tests.fakes.live_server import Seats, Server
from tests.fakes.sockets import RawScreen


def test_the_state_comes_right_after_the_connect_packet(server: Server) -> None:
    for _ in range(30):
        with RawScreen(server.port, {"token": "tv"}) as screen:
            server.bump()
            assert screen.packet().startswith('0/screens,{"sid":')
            name, envelope = screen.event()
            assert name == "board.state"
            assert envelope["branch"] == "pkl"
            assert envelope["at"].endswith("Z")


def test_no_change_is_lost_between_joining_and_the_first_state(server: Server, sit: Seats) -> None:
    """While changes rain, screens come; each must end with the newest state, and never see an older one."""
    stop = threading.Event()

    def rain() -> None:
        while not stop.is_set():
            server.bump()
            time.sleep(0.002)

    storm = threading.Thread(target=rain)
    storm.start()
    screens = [sit(server, {"token": "tv"}) for _ in range(15)]
    stop.set()
    storm.join()
    newest = server.bump()
    for screen, first in screens:
        seqs = [first["seq"]]
        while seqs[-1] < newest:
            seqs.append(screen.event()[1]["seq"])
        assert seqs == sorted(seqs)


def test_a_change_reaches_its_branch_only_and_phones_only_when_it_concerns_them(server: Server, sit: Seats) -> None:
    board, _ = sit(server, {"token": "tv"})
    other, _ = sit(server, {"token": "tv-other"})
    phone, first = sit(server, {"track": "t-1"})
    seq = server.bump()
    while seq % 10 != 1:
        seq = server.bump()
    while board.event()[1]["seq"] < seq:
        pass
    while first["state"]["tens"] < seq // 10:
        first = phone.event()[1]
    server.bump()
    assert board.event()[1]["seq"] == seq + 1
    assert phone.is_quiet(0.3)
    assert other.is_quiet(0.1)


def test_a_command_of_another_process_is_noticed_within_a_second(server: Server, sit: Seats) -> None:
    """The best of three: each try begins just after a look, so a slower look fails all, a busy machine one or two."""
    screen, _ = sit(server, {"token": "tv"})
    waits = []
    for _ in range(3):
        seq = server.bump("?quiet")
        began = time.monotonic()
        assert screen.event()[1]["seq"] == seq
        waits.append(time.monotonic() - began)
    assert min(waits[1:]) < 1.5


def test_a_display_says_what_it_painted(server: Server, sit: Seats) -> None:
    screen, first = sit(server, {"token": "tv-utama"})
    screen.say("painted", {"seq": first["seq"]})
    screen.say("painted", {"seq": "nonsense"})
    screen.say("painted")
    screen.say("unheard of", 1, 2)
    for _ in range(50):
        if server.get("presence")["painted"].get("tv2") == first["seq"]:
            break
        time.sleep(0.02)
    assert server.get("presence")["painted"]["tv2"] == first["seq"]


def test_what_cannot_be_built_now_is_sent_later_and_holds_nobody_else_up(server: Server, sit: Seats) -> None:
    board, _ = sit(server, {"token": "tv"})
    seq = server.bump(broken="menu")
    kiosk = sit.raw(server, {"token": "kiosk"})
    assert kiosk.packet().startswith("0/screens")
    assert board.event()[1]["seq"] == seq
    assert kiosk.is_quiet(0.3)
    server.bump("?quiet", broken="")
    assert kiosk.event()[0] == "menu.state"


def test_a_desk_whose_counter_was_taken_away_is_sent_off_and_the_others_go_on(server: Server, sit: Seats) -> None:
    wish = {"screen": "desk", "branch": "pkl"}
    first, _ = sit(server, {**wish, "counter": "1"}, cookie="antrean_session=clerk")
    second, _ = sit(server, {**wish, "counter": "2"}, cookie="antrean_session=clerk")
    seq = server.bump(removed="2")
    while first.event()[1]["seq"] < seq:
        pass
    while (packet := second.packet()).startswith("2"):
        pass
    assert packet.startswith("1/screens")
    server.bump(removed="")


def test_a_slow_reader_gets_every_state_whole_and_in_order(server: Server, sit: Seats) -> None:
    """Large states that the kernel takes only in part, while the screen does not read for a while."""
    server.bump(size=300_000)
    screen, first = sit(server, {"token": "tv"}, sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)])
    newest = 0
    for _ in range(20):
        newest = server.bump()
        time.sleep(0.02)
    seqs = [first["seq"]]
    while seqs[-1] < newest:
        name, envelope = screen.event()
        assert name == "board.state"
        assert len(envelope["state"]["padding"]) == 300_000
        seqs.append(envelope["seq"])
    assert seqs == sorted(seqs)
    server.bump(size=2000)


def test_a_desk_whose_socket_is_gone_is_missed_until_it_comes_back(server: Server, sit: Seats) -> None:
    wish = {"screen": "desk", "branch": "pkl", "counter": "1"}
    clerk, _ = sit(server, wish, cookie="antrean_session=clerk")
    boss, _ = sit(server, {**wish, "counter": "2"}, cookie="antrean_session=boss")
    time.sleep(1.2)
    assert server.get("presence")["left"] == []
    boss.close()
    clerk.close()
    deadline = time.monotonic() + 20
    while not server.get("presence")["left"]:
        assert time.monotonic() < deadline, "nobody missed the desk"
        time.sleep(0.1)
    sit(server, wish, cookie="antrean_session=clerk")
    time.sleep(1.2)
    missed = server.get("presence")["left"]
    assert {tuple(desk) for desk in missed} == {("pkl", "1", "clerk")}, "supervisors only look on"
    time.sleep(2.5)
    assert server.get("presence")["left"] == missed
