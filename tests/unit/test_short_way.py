"""The short way reaches inside eventlet and Engine.IO: these are the insides it counts on."""

import inspect

import engineio.socket
from engineio.async_drivers.eventlet import WebSocketWSGI
from eventlet import websocket


def test_a_packed_frame_is_a_plain_text_frame() -> None:
    connection = websocket.RFC6455WebSocket(None, {}, 13)
    assert connection._pack_message("42") == b"\x81\x0242"
    assert connection._pack_message("x" * 200) == b"\x81\x7e\x00\xc8" + b"x" * 200
    assert not connection._sendlock.locked()


def test_a_frame_is_sent_under_the_socket_s_lock_and_from_nowhere_else() -> None:
    assert "self._sendlock.acquire()" in inspect.getsource(websocket.RFC6455WebSocket._send)
    assert "self.socket.sendall(frame)" in inspect.getsource(websocket.RFC6455WebSocket._send)


def test_engine_io_has_one_writer_a_socket_fed_by_its_queue() -> None:
    handler = inspect.getsource(engineio.socket.Socket._websocket_handler)
    assert handler.count("packets = self.poll()") == 1
    assert handler.count("ws.send(pkt.encode())") == 1
    assert "self.upgrading = True  # hold packet sends during the upgrade" in handler
    assert "self.queue.put(pkt)" in inspect.getsource(engineio.socket.Socket.send)
    assert issubclass(WebSocketWSGI, websocket.WebSocketWSGI)
