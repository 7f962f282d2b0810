/**
 * A live view of one screen: whole states by Socket.IO, healed by whatever message comes next. Needs
 * `vendor/socket.io.min.js` (window.io) loaded before. ES2015.
 */

const FIRST_STATE_MS = 8000;
const REFUSED_AGAIN_MS = 10000;

/**
 * Watch a screen.
 * options: `auth` (object or function returning one), `screen` ("board", "menu", "desk", "track", …),
 * `onState(state, envelope)`, `onConnection({connected, since, refused})` with `since` a Date (server time as far as known)
 * and `refused` the code of a refused connection or null.
 * A state with a lower seq than the one shown is dropped, except the first after connecting. Returns {stop(), socket, now()}.
 */
export function watch(options) {
  const view = { seq: -1, fresh: true, connected: null, refused: null, skew: 0, timer: null, stopped: false };
  const socket = window.io("/screens", {
    auth: (give) => give(typeof options.auth === "function" ? options.auth() : options.auth),
    transports: ["websocket", "polling"],
    reconnectionDelay: 500, reconnectionDelayMax: 5000, randomizationFactor: 0.5, timeout: 5000,
  });
  const now = () => new Date(Date.now() + view.skew);

  const tell = (connected, refused) => {
    if (view.connected === connected && view.refused === refused) return;
    view.connected = connected;
    view.refused = refused;
    if (options.onConnection) options.onConnection({ connected, since: now(), refused });
  };
  const later = (ms, deed) => {
    window.clearTimeout(view.timer);
    view.timer = window.setTimeout(() => { if (!view.stopped) deed(); }, ms);
  };

  socket.on("connect", () => {
    view.fresh = true;
    // connected but silent is not connected: start over
    later(FIRST_STATE_MS, () => { socket.disconnect(); socket.connect(); });
  });
  socket.on(`${options.screen}.state`, (envelope) => {
    if (!view.fresh && envelope.seq < view.seq) return;
    if (view.fresh) window.clearTimeout(view.timer);
    view.fresh = false;
    view.seq = envelope.seq;
    if (envelope.at) view.skew = new Date(envelope.at).getTime() - Date.now();
    tell(true, null);
    options.onState(envelope.state, envelope);
  });
  socket.on("disconnect", (reason) => {
    if (view.stopped) return;
    tell(false, null);
    // the client library reconnects by itself except after these two
    if (reason === "io server disconnect" || reason === "io client disconnect") later(1000, () => socket.connect());
  });
  socket.on("connect_error", (error) => {
    const code = error && error.data && error.data.code ? error.data.code : null;
    tell(false, code);
    if (!socket.active) later(REFUSED_AGAIN_MS, () => socket.connect());
  });

  return {
    socket, now,
    stop() {
      view.stopped = true;
      window.clearTimeout(view.timer);
      socket.disconnect();
    },
  };
}
