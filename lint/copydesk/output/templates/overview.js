// The overview: what was read, what was found, where.
function overview() {
  const families = new Map();
  for (const [code, number] of Object.entries(report.by_rule)) families.set(rules[code].family, (families.get(rules[code].family) ?? 0) + number);
  const ranked = [...families].sort((a, b) => b[1] - a[1]);
  const byRule = Object.entries(report.by_rule).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const link = (facet) => (row) => `#view=findings&${facet}=${encodeURIComponent(row.value)}`;
  const card = (title, inside, width = "half") => el("section", { class: `card ${width}` }, el("h2", {}, title), inside);
  const rows = (pairs) => pairs.map(([label, number]) => ({ label, value: label, count: number, title: label }));
  const documents = report.by_document.map((one) => ({ label: shortName(documentOf(one)), value: documentOf(one), count: one.count, title: documentOf(one) }));
  const records = report.by_document.some((one) => one.row);
  const sizes = sizesOf(clusters);
  const kinds = Object.keys(report.by_kind).sort((a, b) => (report.kinds[b] ?? 0) - (report.kinds[a] ?? 0));
  const named = (name) => (rules[name] ? `${name} ${rules[name].name}` : Object.hasOwn(report.kinds, name) ? `${name} (${count(report.kinds[name])})` : name);
  const sources = sourcesCard();
  return [
    el("div", { class: "tiles" },
      tile(count(totals.findings), totals.findings === 1 ? "finding" : "findings", `in ${plural(report.spread.slice(1).reduce((all, [, , number]) => all + number, 0), "document")}, ${plural(totals.files, "file")}`),
      tile(count(totals.documents), totals.documents === 1 ? "document read" : "documents read", `${plural(totals.paragraphs, "paragraph")}, ${size(totals.bytes)}`),
      tile(percent(totals.copied_paragraphs / Math.max(1, totals.paragraphs)), "of paragraphs are copies", `${count(totals.copied_paragraphs)} of ${count(totals.paragraphs)}`),
      tile(percent(totals.copied_documents / Math.max(1, totals.documents)), "of documents are copies", `${count(totals.copied_documents)} of ${count(totals.documents)}`)),
    ...leftOut().map((note) => el("p", { class: "notice" }, note)),
    totals.findings ? null : el("p", { class: "empty" }, "No findings. Nothing to correct."),
    totals.findings && el("div", { class: "cards" },
      card("What to do first", firstSteps(), "wide"),
      card("By severity", bars(SEVERITIES.map((s) => ({ label: s, value: s, count: totals.by_severity[s], kind: s })).filter((row) => row.count), link("severity")), "third"),
      card("By family", bars(rows(ranked), link("family")), "third"),
      card("Findings in a document", bars(report.spread.map(([least, most, number]) => ({ label: least === 0 ? "none" : least === most ? plural(least, "finding") : most ? `${least} to ${most} findings` : `${least} findings and more`, count: number }))), "third"),
      card("By rule", folded(byRule.map(([code, number]) => ({ label: named(code), value: code, count: number, title: rules[code].says })), 12, link("rule"))),
      records ? card("Worst documents", folded(documents, 12, link("doc"))) : card("Worst files", folded(rows(report.by_file), 12, link("path"))),
      el("div", { class: "cards even wide" },
        records && report.by_file.length > 1 && card("Worst files", folded(rows(report.by_file), 12, link("path"))),
        report.by_folder.length > 1 && card("By folder", folded(rows(report.by_folder), 12, link("folder"))),
        sizes.length > 0 && card("Sizes of clusters", bars(sizes, () => "#view=clusters"))),
      sources && card("Which sources share text", sources, "wide"),
      kinds.length > 0 && card("Rules by kind of text", heat("Findings, and documents read of each kind", byRule.slice(0, 20).map(([code]) => code), kinds,
        (code, kind) => (Object.hasOwn(report.by_kind[kind], code) ? report.by_kind[kind][code] : 0),
        (code, kind) => `#view=findings&rule=${encodeURIComponent(code)}&kind=${encodeURIComponent(kind)}`, named), "wide")),
    totals.skipped > 0 && el("section", { class: "card" }, el("h2", {}, `Not read: ${plural(totals.skipped, "file")}`), skippedTable()),
    ...asides().map((note) => el("p", { class: "made" }, note)),
    el("p", { class: "made" }, `Written by copydesk ${report.version}.`),
  ];
}

const SIZES = [[2, 2], [3, 5], [6, 10], [11, 50], [51, Infinity]]; // places of a cluster

function sizesOf(some) {
  const named = ([least, most]) => (least === most ? `${least} places` : most === Infinity ? `${least} places and more` : `${least} to ${most} places`);
  return SIZES.map((range) => ({ label: named(range), count: some.filter((one) => one.size >= range[0] && one.size <= range[1]).length })).filter((row) => row.count);
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
