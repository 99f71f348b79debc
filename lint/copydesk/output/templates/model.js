// The report, and which of its findings a choice leaves.
const report = JSON.parse(document.getElementById("report").textContent);
const { findings, clusters, articles, runs, totals, rules } = report;
const SEVERITIES = ["error", "warning", "info"];

// What findings are chosen by, a row each; one with a single value in the report is not offered.
const FACETS = [
  { key: "severity", label: "Severity", of: (f) => f.severity, order: SEVERITIES },
  { key: "family", label: "Family", of: (f) => rules[f.rule].family },
  { key: "rule", label: "Rule", of: (f) => f.rule, name: (code) => `${code} ${rules[code].name}` },
  { key: "folder", label: "Folder", of: (f) => f.folder },
];

const SORTS = {
  place: { label: "By place", by: (a, b) => a.number - b.number },
  severity: { label: "Most severe first", by: (a, b) => a.rank - b.rank || b.confidence - a.confidence || a.number - b.number },
  sure: { label: "Surest first", by: (a, b) => b.confidence - a.confidence || a.number - b.number },
  unsure: { label: "Least sure first", by: (a, b) => a.confidence - b.confidence || a.number - b.number },
  rule: { label: "By rule", by: (a, b) => a.ruleRank - b.ruleRank || a.number - b.number },
};

const byKey = new Map();
const byCluster = new Map();
const byArticle = new Map();
const ruleRank = new Map(Object.keys(rules).map((code, n) => [code, n]));
findings.forEach((f, number) => {
  f.number = number;
  f.rank = SEVERITIES.indexOf(f.severity);
  f.ruleRank = ruleRank.get(f.rule);
  f.values = FACETS.map((facet) => facet.of(f));
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
  const counts = FACETS.map(() => new Map());
  const wanted = FACETS.map((facet) => choice[facet.key]);
  const chosen = [];
  for (const f of findings) {
    if (f.confidence < choice.confidence || (path && !f.path.toLowerCase().includes(path))) continue;
    if (!words.every((word) => haystack(f).includes(word))) continue;
    const missed = wanted.flatMap((set, n) => (set.size && !set.has(f.values[n]) ? [n] : []));
    if (missed.length === 0) chosen.push(f);
    for (const n of missed.length ? missed : counts.keys()) {
      if (missed.length < 2) counts[n].set(f.values[n], (counts[n].get(f.values[n]) ?? 0) + 1);
    }
  }
  if (choice.sort !== "place") chosen.sort(SORTS[choice.sort].by);
  return { chosen, counts };
}
