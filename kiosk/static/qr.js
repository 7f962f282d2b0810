/** The QR of the track page, drawn on the glass itself. */
import { s } from "./dom.js";
import { qrcode } from "./vendor/qrcode.mjs";

const QUIET = 4;

/** An SVG of `text`, level M, with the quiet zone of the standard. */
export function qrPicture(text, label) {
  const code = qrcode(0, "M");
  code.addData(text, "Byte");
  code.make();
  const count = code.getModuleCount();
  const size = count + 2 * QUIET;
  return s("svg", { class: "qr", "data-role": "qr", role: "img", "aria-label": label, viewBox: `0 0 ${size} ${size}`, "shape-rendering": "crispEdges" },
    s("rect", { width: size, height: size, fill: "#fff" }), s("path", { d: runs(code, count), fill: "#000" }));
}

function runs(code, count) {
  let path = "";
  for (let row = 0; row < count; row += 1) {
    let start = -1;
    for (let column = 0; column <= count; column += 1) {
      const dark = column < count && code.isDark(row, column);
      if (dark && start < 0) start = column;
      if (!dark && start >= 0) {
        path += `M${start + QUIET} ${row + QUIET}h${column - start}v1h-${column - start}z`;
        start = -1;
      }
    }
  }
  return path;
}
