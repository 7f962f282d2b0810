/** One shoot a person: those who went before hollow, those still waiting nila, one's own kunyit. Above twenty a bar. */

const SVG = "http://www.w3.org/2000/svg";
const MOST = 20;

/** Draw `count` people ahead; how many there were at first is remembered in this tab. */
export function drawShoots(place, number, count) {
  const first = firstCount(number, count);
  place.textContent = "";
  if (first > MOST) {
    place.append(bar(first === 0 ? 1 : 1 - count / first));
    return;
  }
  for (let index = 0; index < first; index += 1) place.append(shoot(index < first - count ? "passed" : "waiting"));
  place.append(shoot("own"));
}

function firstCount(number, count) {
  const key = `antrean.first.${number}`;
  const first = Math.max(Number(window.sessionStorage.getItem(key)) || 0, count);
  window.sessionStorage.setItem(key, String(first));
  return first;
}

function shoot(kind) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", `shoot shoot--${kind}`);
  picture.setAttribute("viewBox", "0 0 18 30");
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", "M1 30 9 1l8 29Z");
  picture.append(path);
  return picture;
}

function bar(share) {
  const track = document.createElement("span");
  track.className = "bar";
  const fill = document.createElement("span");
  fill.className = "bar__fill";
  fill.style.setProperty("--share", `${(share * 100).toFixed(1)}%`);
  track.append(fill);
  return track;
}
