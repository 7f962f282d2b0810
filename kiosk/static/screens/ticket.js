/** The ticket: number, QR, people ahead, expected time, and what becomes of the paper. */
import { people } from "/static/shared/js/format.js";
import { pick, t } from "/static/shared/js/words.js";
import { h, icon } from "../dom.js";
import { paperOf, serviceOf } from "../menu.js";
import { qrPicture } from "../qr.js";
import { finishButton, panel, title } from "./frame.js";
import { aheadText, boldText, expectedText, whole } from "./text.js";

const drawn = { url: null, picture: null };

export function ticketScreen(app) {
  const { visit } = app;
  const { paper, at } = lasting(visit, paperOf(visit.issued.print_job, app.menu));
  if (visit.paper !== paper) {
    // the paper failed while the ticket stood: whoever has to photograph it gets the whole time
    Object.assign(visit, { paper, paperAt: at, closesIn: null });
    app.touched();
  }
  return paper === "coming" || paper === "elsewhere" ? withPaper(app) : withoutPaper(app);
}

// a slip that went to another printer is not back here because this one is well again
function lasting(visit, told) {
  return visit.paper === "elsewhere" && told.paper === "coming" ? { paper: visit.paper, at: visit.paperAt } : told;
}

function withPaper(app) {
  const here = app.visit.paper === "coming";
  return [
    panel(app, "ticket", here ? title(t("kiosk.ticket.title"), "ticket-title") : elsewhereBand(app), plate(app)),
    h("div", { class: "content content--ticket" },
      h("div", { class: "ticket-row" }, qrFrame(app), h("dl", { class: "facts" }, ahead(app), expected(app), h("dt", null, t("kiosk.ticket.track")), h("dd", { class: "facts__small" }, t("kiosk.ticket.scan")))),
      here ? h("p", { class: "band kiosk-band kiosk-band--large" }, icon("slip"), boldText(t("kiosk.ticket.slip"))) : null,
      h("ul", { class: "checks checks--hints" }, h("li", null, icon("bell"), h("span", null, t("kiosk.ticket.called_by"))),
        h("li", null, icon("again"), h("span", null, t("kiosk.ticket.missed", { n: app.menu.max_calls })))),
      finish(app, t("kiosk.ticket.done"), here)),
  ];
}

function withoutPaper(app) {
  const { paper } = app.visit;
  return [
    panel(app, "ticket panel--photo", paper === "none" ? title(t("kiosk.ticket.title"), "ticket-title") : paperBand(paper), plate(app)),
    h("div", { class: "content content--photo" },
      h("div", { class: "ticket-row" }, qrFrame(app), h("div", { class: "photo" }, h("span", { class: "photo__disc" }, icon("camera")),
        h("h2", { class: "title" }, t("kiosk.photo.title")), h("p", null, t("kiosk.photo.text")))),
      h("dl", { class: "facts facts--row" }, h("div", null, ahead(app)), h("div", null, expected(app))),
      finish(app, t("kiosk.photo.done"), false)),
  ];
}

function paperBand(paper) {
  return topBand(paper, paper === "failed" ? "failure" : "caution", "warning", t(`kiosk.paper.${paper}`));
}

function elsewhereBand(app) {
  return topBand("elsewhere", "caution", "printer", t("kiosk.ticket.slip_elsewhere", { printer: app.visit.paperAt }));
}

function topBand(paper, kind, picture, text) {
  return h("div", { class: "paper-band" }, h("h1", { class: "visually-hidden", tabindex: "-1" }, t("kiosk.ticket.title")),
    h("p", { class: `band band--${kind} kiosk-band`, role: "status", "data-role": "paper", "data-paper": paper }, icon(picture), boldText(text)));
}

function plate(app) {
  const { ticket } = app.visit.issued;
  const service = serviceOf(app.menu, ticket.service);
  return h("div", { class: "plate ticket-plate" },
    h("p", { class: "number", "data-role": "number", "data-length": ticket.number.length > 5 ? "long" : null }, ticket.number),
    h("div", { class: "plate__tear", "aria-hidden": "true" }),
    h("p", { class: "ticket-plate__service" }, whole(service ? pick(service.name) : ticket.service)),
    ticket.people > 1 ? h("p", { class: "ticket-plate__priority" }, t("kiosk.ticket.for", { people: people(ticket.people) })) : null,
    ticket.priority === "regular" ? null : h("p", { class: "ticket-plate__priority" }, t("kiosk.ticket.priority", { name: t(`common.priority.${ticket.priority}`) })));
}

// The drawing is kept: once a second the screen is renewed, the code stays the same.
function qrFrame(app) {
  const url = app.visit.issued.track_url;
  if (drawn.url !== url) Object.assign(drawn, { url, picture: qrPicture(url, "") });
  const picture = drawn.picture.cloneNode(true);
  picture.setAttribute("aria-label", t("kiosk.ticket.qr"));
  return h("div", { class: "qr-frame" }, picture);
}

function ahead(app) {
  const { ticket } = app.visit.issued;
  if (ticket.ahead === null) return [];
  // a sentence in the size of a count would break over two lines
  return [h("dt", null, t("kiosk.ahead")), h("dd", { "data-role": "ahead", class: ticket.ahead === 0 ? null : "facts__large" }, aheadText(ticket.ahead))];
}

function expected(app) {
  const { ticket } = app.visit.issued;
  const range = expectedText(ticket.issued_at, ticket.wait_low_s, ticket.wait_high_s, app.menu.branch.timezone);
  return range ? [h("dt", null, t("kiosk.expected")), h("dd", { "data-role": "expected" }, range)] : [];
}

function finish(app, label, counts) {
  const left = app.visit.closesIn;
  return finishButton(label, left === null ? null : t(counts ? "kiosk.ticket.closes" : "kiosk.photo.closes", { n: left }));
}
