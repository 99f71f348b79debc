// The report, and which of its findings a choice leaves.
const report = JSON.parse(document.getElementById("report").textContent);
const { findings, clusters, articles, runs, totals } = report;
const rules = Object.assign(Object.create(null), report.rules); // a report may come from anywhere, and call a rule "constructor"
const SEVERITIES = ["error", "warning", "info"];

// What findings are chosen by, a row each; one with a single value in the report is not offered. The state that a baseline gives a
// finding would be one more row.
const FACETS = [
  { key: "severity", label: "Severity", of: (f) => f.severity, order: SEVERITIES },
  { key: "family", label: "Family", of: (f) => rules[f.rule].family },
  { key: "rule", label: "Rule", of: (f) => f.rule, name: (code) => `${code} ${rules[code].name}` },
  { key: "folder", label: "Folder", of: (f) => f.folder },
  { key: "kind", label: "Kind of text", of: (f) => f.kind ?? "" },
  { key: "fix", label: "Fix", of: (f) => ({ display: "in the editor" })[f.fix] ?? f.fix ?? "none" },
];

const SORTS = {
  place: { label: "By place", by: (a, b) => a.number - b.number },
  severity: { label: "Most severe first", by: (a, b) => a.rank - b.rank || b.confidence - a.confidence || a.number - b.number },
  sure: { label: "Surest first", by: (a, b) => b.confidence - a.confidence || a.number - b.number },
  unsure: { label: "Least sure first", by: (a, b) => a.confidence - b.confidence || a.number - b.number },
  rule: { label: "By rule", by: (a, b) => a.ruleRank - b.ruleRank || a.number - b.number },
};

// The values of each facet; a finding holds their numbers, so that counting is adding up.
for (const facet of FACETS) {
  facet.values = [...new Set(findings.map(facet.of))];
  facet.number = new Map(facet.values.map((value, n) => [value, n]));
}

const byKey = new Map();
const byCluster = new Map();
const byArticle = new Map();
const ruleRank = new Map(Object.keys(rules).map((code, n) => [code, n]));
findings.forEach((f, number) => {
  f.number = number;
  f.rank = SEVERITIES.indexOf(f.severity);
  f.ruleRank = ruleRank.get(f.rule);
  f.values = FACETS.map((facet) => facet.number.get(facet.of(f)));
  byKey.set(f.key, f);
  if (f.cluster) group(byCluster, f.cluster).push(f);
  if (f.article !== undefined) group(byArticle, f.article).push(f);
});
clusters.forEach((c, number) => (c.number = number));
articles.forEach((a, number) => (a.number = number));

function group(map, key) {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
}

// The name of the document that a place is in: its file, or a record of it.
const documentOf = (spot) => `${spot.path}${spot.row ? ` › ${spot.record ?? `line ${spot.row}`}` : ""}`;

// ... and as it is shown: a record alone where all findings are in one file.
const onlyFile = new Set(findings.map((f) => f.path)).size === 1 && findings[0].row ? `${findings[0].path} › ` : "";
const shortName = (name) => (onlyFile && name.startsWith(onlyFile) ? name.slice(onlyFile.length) : name);

// All that a search looks through, in lower case; made once.
function haystack(f) {
  f.hay ??= [f.message, f.path, f.record, f.rule, rules[f.rule].name, f.text, ...(f.others ?? []).flatMap((o) => [o.path, o.text])]
    .join("\n")
    .toLowerCase();
  return f.hay;
}

function wordsOf(query) {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

// Return the findings of a choice, sorted, and how many each value of each facet would leave.
function choose(choice) {
  const words = wordsOf(choice.q);
  const path = choice.path.toLowerCase();
  const counts = FACETS.map((facet) => new Uint32Array(facet.values.length));
  const wanted = FACETS.map((facet) => choice[facet.key].size && facet.values.map((value) => choice[facet.key].has(value)));
  const chosen = [];
  for (const f of findings) {
    if (f.confidence < choice.confidence || (choice.doc && documentOf(f) !== choice.doc) || (path && !f.path.toLowerCase().includes(path))) continue;
    if (words.length && !words.every((word) => haystack(f).includes(word))) continue;
    let missed = -1;
    let misses = 0;
    for (let n = 0; n < wanted.length; n++) {
      if (wanted[n] && !wanted[n][f.values[n]]) [missed, misses] = [n, misses + 1];
    }
    if (misses === 0) {
      chosen.push(f);
      for (let n = 0; n < counts.length; n++) counts[n][f.values[n]]++;
    } else if (misses === 1) counts[missed][f.values[missed]]++;
  }
  if (choice.sort !== "place") chosen.sort(SORTS[choice.sort].by);
  return { chosen, counts: FACETS.map((facet, n) => new Map(facet.values.map((value, at) => [value, counts[n][at]]).filter(([, number]) => number))) };
}
