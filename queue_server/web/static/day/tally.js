/** Print, and keep a running day fresh: the server draws, this only puts the newer page in the old one's place. */
const FRESH_MS = 20000;

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-action=print]")) window.print();
});

async function refresh() {
  const old = document.getElementById("tally");
  if (old.dataset.closed === "true") return;
  if (document.visibilityState === "visible" && !old.querySelector("details[open]")) await replace(old);
  window.setTimeout(refresh, FRESH_MS);
}

async function replace(old) {
  try {
    const response = await fetch(window.location.href, { credentials: "same-origin", cache: "no-store" });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("tally");
    if (!fresh) return;
    const place = document.activeElement && old.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    old.replaceWith(document.adoptNode(fresh));
    const again = place && fresh.querySelector(`[data-action="${place}"]`);
    if (again) again.focus();
  } catch {
    // The line is down; the figures keep the hour that stands on them.
  }
}

window.setTimeout(refresh, FRESH_MS);
