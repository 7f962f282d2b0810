/**
 * The icon sprite inside the page, so that a screen still has its pictures when the server is away (above all the picture of
 * that). Use them as `<use href="#bell">`; icons written by the server as `/static/shared/icons.svg#bell` need none of this. ES2015.
 */

const AGAIN_MS = 3000;

/** Put the sprite into the page once; asks again until it is there. Resolves when it is. */
export function loadIcons() {
  return fetch("/static/shared/icons.svg").then((response) => {
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  }).then(
    (text) => {
      const sprite = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
      sprite.setAttribute("hidden", "");
      sprite.setAttribute("aria-hidden", "true");
      document.body.appendChild(sprite);
    },
    () => new Promise((resolve) => { window.setTimeout(resolve, AGAIN_MS); }).then(loadIcons),
  );
}
