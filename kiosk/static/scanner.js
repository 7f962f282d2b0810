/**
 * A keyboard-wedge scanner: it types the code's characters much faster than fingers and ends with Enter. What comes slower
 * than that, or is too short for a ticket's token, is somebody's keyboard and stays what it is.
 */
const PAUSE_MS = 400;
const SHORTEST = 16;
const LONGEST = 300;

/** Call `onCode(text)` for each code scanned while `listening()`. */
export function listenToScanner(listening, onCode) {
  const heard = { text: "", at: -Infinity };
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const now = performance.now();
    if (now - heard.at > PAUSE_MS) heard.text = "";
    heard.at = now;
    if (event.key.length === 1) {
      heard.text = (heard.text + event.key).slice(-LONGEST);
    } else if (event.key === "Enter") {
      const text = heard.text.trim();
      heard.text = "";
      if (text.length < SHORTEST) return;
      // the Enter belongs to the code, not to whatever button has the focus
      event.preventDefault();
      event.stopPropagation();
      if (listening()) onCode(text);
    }
  }, true);
}
