// The overview: what was read, what was found, where.
function overview() {
  const families = new Map();
  for (const [code, number] of Object.entries(report.by_rule)) families.set(rules[code].family, (families.get(rules[code].family) ?? 0) + number);
  const ranked = [...families].sort((a, b) => b[1] - a[1]);
  const byRule = Object.entries(report.by_rule).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const link = (facet) => (row) => `#view=findings&${facet}=${encodeURIComponent(row.value)}`;
  const card = (title, inside, wide) => el("section", { class: `card ${wide ? "wide" : ""}` }, el("h2", {}, title), inside);
  const rows = (pairs) => pairs.map(([label, number]) => ({ label, value: label, count: number, title: label }));
  return [
    el("div", { class: "tiles" },
      tile(count(totals.findings), totals.findings === 1 ? "finding" : "findings", `in ${plural(totals.files, "file")}`),
      tile(count(totals.documents), totals.documents === 1 ? "document read" : "documents read", `${plural(totals.paragraphs, "paragraph")}, ${size(totals.bytes)}`),
      tile(percent(totals.copied_paragraphs / Math.max(1, totals.paragraphs)), "of paragraphs are copies", `${count(totals.copied_paragraphs)} of ${count(totals.paragraphs)}`),
      tile(percent(totals.copied_documents / Math.max(1, totals.documents)), "of documents are copies", `${count(totals.copied_documents)} of ${count(totals.documents)}`)),
    ...leftOut().map((note) => el("p", { class: "notice" }, note)),
    totals.findings ? null : el("p", { class: "empty" }, "No findings. Nothing to correct."),
    totals.findings && el("div", { class: "cards" },
      card("By severity", bars(SEVERITIES.map((s) => ({ label: s, value: s, count: totals.by_severity[s], kind: s })).filter((row) => row.count), link("severity"))),
      card("By family", bars(rows(ranked), link("family"))),
      card("By folder", folded(rows(report.by_folder), 12, link("folder"))),
      card("By rule", folded(byRule.map(([code, number]) => ({ label: `${code} ${rules[code].name}`, value: code, count: number, title: rules[code].says })), 15, link("rule"))),
      card("Worst files", folded(rows(report.by_file), 15, link("path")), true)),
    totals.skipped > 0 && el("section", { class: "card" }, el("h2", {}, `Not read: ${plural(totals.skipped, "file")}`), skippedTable()),
    ...asides().map((note) => el("p", { class: "made" }, note)),
    el("p", { class: "made" }, `Written by copydesk ${report.version}.`),
  ];
}

const tile = (number, label, more) => el("p", { class: "tile" }, el("b", {}, number), el("span", {}, label), el("span", { class: "more" }, more));

function folded(rows, first, go) {
  if (rows.length <= first) return bars(rows, go);
  return [bars(rows.slice(0, first), go), el("details", {}, el("summary", {}, `${count(rows.length - first)} more`), bars(rows.slice(first), go))];
}

function skippedTable() {
  return [
    el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Files not read" }, el("table", {},
      el("thead", {}, el("tr", {}, ["File", "Reason", "Detail"].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, report.skipped.map((cells) => el("tr", {}, cells.map((cell) => quoted("td", {}, cell))))))),
    totals.skipped > report.skipped.length && el("p", { class: "note" }, `${count(totals.skipped - report.skipped.length)} more are in the JSON report.`),
  ];
}

// What the page does not hold, said.
function leftOut() {
  return [
    totals.left_out && `This page lists ${count(findings.length)} findings, the most severe and surest; ${count(totals.left_out)} more are counted here and in the JSON report.`,
    totals.articles && `The page would be too large: the text around findings was left out for ${plural(totals.articles, "article")}.`,
    totals.diffs && `The page would be too large: ${plural(totals.diffs, "word diff")} left out.`,
  ].filter(Boolean);
}

function asides() {
  const apart = findings.filter((f) => f.article === undefined).length;
  return [
    totals.within && `Not listed: ${plural(totals.within, "finding")} inside wider ones that say it already, such as a paragraph of a copied document.`,
    !totals.articles && apart > 0 && `Without the text around: ${plural(apart, "finding")}, because the file could not be read again, has changed since, or the finding is about the file itself.`,
  ].filter(Boolean);
}

function size(bytes) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let n = 0;
  for (; bytes >= 1000 && n < units.length - 1; n++) bytes /= 1000;
  return `${n && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)} ${units[n]}`;
}
