"""Where the branch starts the service with the call, an ordinary resident costs one key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.at_desk import Keyboard, issue
from tests.browser.stage import Stage, demo_branch, desk_of, role, violations
from tests.serving import LiveServer, furnish

pytestmark = pytest.mark.browser

RESIDENTS = 5


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The sample office, where a call is the start of the service."""
    office = demo_branch(undo_s="60\nstart_on_call = true")
    running = LiveServer(furnish(tmp_path_factory.mktemp("one") / "home", office, ("kiosk",))).start()
    yield running
    running.stop()


def test_one_key_serves_the_next_and_one_takes_a_call_back_whole(stage: Stage, server: LiveServer) -> None:
    people = [issue(server, "KTP") for _ in range(RESIDENTS)]
    officer = Keyboard(stage.desk("1"))
    officer.do("Space", status="open")
    officer.do("Space", status="serving", number=people[0])
    for one, after in zip(people, [*people[1:], None], strict=True):
        with officer.on(one):
            officer.do("Space", status="serving" if after else "open", number=after)
    assert {officer.spent[one] for one in people} == {1}
    expect(role(officer.desk, "completed")).to_have_text(str(RESIDENTS))
    assert violations(officer.desk) == []

    mistake = issue(server, "KIA")
    expect(desk_of(officer.desk)).to_have_attribute("data-next", mistake)
    officer.do("Space", status="serving", number=mistake)
    officer.do("z", status="open", number=mistake)
    expect(desk_of(officer.desk)).to_have_attribute("data-next", mistake)
