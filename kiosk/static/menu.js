/** What the menu means for the glass: plain functions over `menu.state`. */

const SOON_MS = 60 * 60000;
const PRINTS = ["ready", "printing", "paper_low"];
const HELPLESS = ["offline", "paper_out", "cover_open", "error"];

/** Agencies that have a service, in the branch's order. */
export function agencies(menu) {
  return menu.agencies.filter((agency) => menu.services.some((service) => service.agency === agency.code));
}

/** With one agency nobody has to choose it. */
export function needsAgency(menu) {
  return agencies(menu).length > 1;
}

export function servicesOf(menu, agency) {
  return agency === null ? menu.services : menu.services.filter((service) => service.agency === agency);
}

export function serviceOf(menu, code) {
  return menu.services.find((service) => service.code === code) || null;
}

/** One page of choices: `{items, page, pages, first, last, count}`; a page beyond the end is the last one. */
export function pageOf(items, page, size) {
  const pages = Math.max(1, Math.ceil(items.length / size));
  const shown = Math.min(Math.max(page, 0), pages - 1);
  const first = shown * size;
  const some = items.slice(first, first + size);
  return { items: some, page: shown, pages, first: first + 1, last: first + some.length, count: items.length };
}

export function peopleWaiting(services) {
  return services.reduce((sum, service) => sum + service.waiting, 0);
}

/**
 * Why no service at all gives numbers, or null while one does: `{reason, sentence, opensAt}` of the service that opens first.
 */
export function closedNotice(menu) {
  if (menu.services.length === 0) return { reason: "no_service", sentence: null, opensAt: null };
  if (menu.services.some((service) => service.available)) return null;
  const first = [...menu.services].sort((one, other) => opening(one) - opening(other))[0];
  return { reason: first.reason, sentence: first.sentence, opensAt: first.opens_at };
}

function opening(service) {
  return service.opens_at ? new Date(service.opens_at).getTime() : Infinity;
}

/** How much of the last hour before opening is over (0–1), or null when it is farther off. */
export function openingShare(opensAt, now) {
  if (!opensAt) return null;
  const left = new Date(opensAt).getTime() - now.getTime();
  return left > 0 && left <= SOON_MS ? 1 - left / SOON_MS : null;
}

/**
 * What the resident may expect of the paper, as {paper, at}: "coming"; "elsewhere", on the fall-back printer named `at`;
 * "failed"; "unsure" (the printer is silent); "none" (this branch prints nothing).
 */
export function paperOf(printJob, menu) {
  if (!printJob) return { paper: "none", at: null };
  if (printJob.state === "failed" || menu.papers_not_out.includes(printJob.id)) return { paper: "failed", at: null };
  if (printJob.state === "unknown") return { paper: "unsure", at: null };
  const wanted = wantedPrinters(printJob, menu.printers);
  if (wanted.some(prints)) return { paper: "coming", at: null };
  if (wanted.some((printer) => !HELPLESS.includes(printer.state))) return { paper: "unsure", at: null };
  const other = menu.printers.find((printer) => printer.is_fallback && prints(printer));
  return other ? { paper: "elsewhere", at: other.name } : { paper: "failed", at: null };
}

// one that can never be asked is well as far as anybody knows
function prints(printer) {
  return PRINTS.includes(printer.state) || printer.detail === "one_way";
}

// its own printer; else, as the server deals papers out, any that is no fall-back
function wantedPrinters(printJob, printers) {
  const own = printers.filter((printer) => printer.id === printJob.printer);
  if (own.length > 0) return own;
  const main = printers.filter((printer) => !printer.is_fallback);
  return main.length > 0 ? main : printers;
}

/** The office's name in two lines: "Dindukcapil", "Kota Pekalongan". */
export function officeName(name) {
  const found = /^(.+?)\s+((?:Kota|Kabupaten|Kab\.|Kecamatan|Kelurahan|Desa|Provinsi)\s.+)$/.exec(name);
  return found ? [found[1], found[2]] : [name, ""];
}

/** "pagi" before eleven, then "siang", "sore" from three, "malam" from six: the keys of the greeting. */
export function partOfDay(hour) {
  if (hour < 11) return "morning";
  if (hour < 15) return "midday";
  return hour < 18 ? "afternoon" : "evening";
}
