/** The small chart of the day: who came each hour as bars, who was served as a line. */
import { figure } from "../shared/js/format.js";
import { t } from "../shared/js/words.js";

const SPACE = "http://www.w3.org/2000/svg";
const SIZE = { width: 468, height: 138, left: 34, top: 14, floor: 112 };
const HOURS_SHOWN = 10;

function draw(name, attributes, text) {
  const element = document.createElementNS(SPACE, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (text !== undefined) element.textContent = text;
  return element;
}

/** A round distance so that at most three lines stand above zero. */
function gridStep(most) {
  const rough = Math.max(most, 3) / 3;
  const size = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((step) => step * size).find((step) => rough <= step);
}

/** Every hour from the first to the last, also those in which nobody came. */
function everyHour(rows) {
  if (rows.length === 0) return rows;
  const hours = rows.map((row) => Number(row.key));
  const first = Math.min(...hours);
  return Array.from({ length: Math.max(...hours) - first + 1 }, (_, place) => {
    const key = String(first + place).padStart(2, "0");
    return rows.find((row) => row.key === key) || { key, issued: 0, completed: 0 };
  });
}

/** The chart of `by_hour` rows, the last ten hours of the day; null when nobody came yet. */
export function flowChart(rows) {
  const shown = everyHour(rows).slice(-HOURS_SHOWN);
  const most = Math.max(0, ...shown.flatMap((row) => [row.issued, row.completed]));
  if (most === 0) return null;
  const step = gridStep(most);
  const top = Math.ceil(most / step) * step;
  const scale = (SIZE.floor - SIZE.top) / top;
  const room = (SIZE.width - SIZE.left) / shown.length;
  const svg = draw("svg", { class: "chart", viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": alt(shown) });
  for (let value = 0; value <= top; value += step) {
    const y = SIZE.floor - value * scale;
    svg.append(draw("line", { class: "chart__grid", x1: SIZE.left, x2: SIZE.width, y1: y, y2: y }), draw("text", { class: "chart__quiet", x: 0, y: y + 5 }, figure(value)));
  }
  const middle = (place) => SIZE.left + room * (place + 0.5);
  const every = Math.ceil(shown.length / 6);
  shown.forEach((row, place) => {
    const width = Math.min(34, room * 0.76);
    svg.append(draw("rect", { class: "chart__bar chart__bar--came", x: middle(place) - width / 2, y: SIZE.floor - row.issued * scale, width, height: row.issued * scale }));
    if (place % every === 0) svg.append(draw("text", { class: "chart__quiet", x: middle(place), y: SIZE.height - 6, "text-anchor": "middle" }, `${row.key}.00`));
  });
  svg.append(draw("polyline", { class: "chart__line", points: shown.map((row, place) => `${middle(place)},${SIZE.floor - row.completed * scale}`).join(" ") }));
  shown.forEach((row, place) => svg.append(draw("circle", { class: "chart__dot", cx: middle(place), cy: SIZE.floor - row.completed * scale, r: 4 })));
  return svg;
}

function alt(rows) {
  const told = rows.map((row) => `${row.key}.00: ${figure(row.issued)}, ${figure(row.completed)}`).join("; ");
  return `${t("day.wall.flow_alt")} ${told}`;
}
