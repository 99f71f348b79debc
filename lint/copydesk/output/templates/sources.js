// Which sources copy from which: the clusters of copies, by the places of both sides.
const LEVELS = [
  ["folder", "Folders", (spot) => spot.path.split("/").slice(0, -1).slice(0, 2).join("/") || "."],
  ["file", "Files", (spot) => spot.path],
  ["document", "Documents", documentOf],
];
const SHOWN = 14; // sources in the matrix: those with most links
const ARROW = " ← ";

const copied = clusters.filter((cluster) => rules[cluster.rule]?.copy && cluster.members.length > 1);
const pairs = new Map(); // "copy ← original" to its clusters, of all levels

// Link each member of a cluster to the one to keep, or to the first.
function linksOf(of) {
  const found = new Map();
  for (const cluster of copied) {
    const first = cluster.keep ?? 0;
    const origin = of(cluster.members[first]);
    cluster.members.forEach((member, n) => {
      if (n === first) return;
      const name = `${of(member)}${ARROW}${origin}`;
      const link = found.get(name) ?? found.set(name, { copy: of(member), origin, count: 0 }).get(name);
      link.count++;
      if (!pairs.has(name)) pairs.set(name, []);
      if (pairs.get(name).at(-1) !== cluster) pairs.get(name).push(cluster);
    });
  }
  return [...found.values()].sort((a, b) => b.count - a.count || (a.copy < b.copy ? -1 : 1));
}

const sourceLinks = new Map(LEVELS.map(([level, , of]) => [level, linksOf(of)]));
const pairName = (pair) => pair.split(ARROW).map(shortName).join(" has text of ");
const pairAddress = (link) => `#view=clusters&pair=${encodeURIComponent(`${link.copy}${ARROW}${link.origin}`)}`;

function sourcesCard() {
  const sources = LEVELS.map(([level]) => new Set(sourceLinks.get(level).flatMap((link) => [link.copy, link.origin])).size);
  const offered = LEVELS.filter((level, n) => sources[n] > Math.max(1, ...sources.slice(0, n)));
  if (!offered.length) return null;
  const box = el("div", {});
  const paint = (level) => {
    box.replaceChildren(...sourcesOf(sourceLinks.get(level)));
    choices.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", button.dataset.level === level));
  };
  const choices = el("p", { class: "switch", role: "group", "aria-label": "Sources by" },
    offered.map(([level, label]) => el("button", { type: "button", "data-level": level, click: () => paint(level) }, label)));
  paint(offered[0][0]);
  return [el("p", { class: "note" }, "How many places of a row's source say what a column's source says, which is the longer or the first by name. Who wrote it first is not known. Choose a number to see the pairs."), offered.length > 1 && choices, box];
}

function sourcesOf(links) {
  const weight = new Map();
  for (const { copy, origin, count: number } of links) for (const source of new Set([copy, origin])) weight.set(source, (weight.get(source) ?? 0) + number);
  const sources = [...weight].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, SHOWN).map(([source]) => source);
  const byName = new Map(links.map((link) => [`${link.copy}${ARROW}${link.origin}`, link]));
  const at = (copy, origin) => byName.get(`${copy}${ARROW}${origin}`);
  const used = (of) => sources.filter((source) => sources.some((other) => of(source, other)));
  const [rows, columns] = [used(at), used((origin, copy) => at(copy, origin))];
  const table = heat("Copies in ↓ of text in →", rows, columns, (copy, origin) => at(copy, origin)?.count ?? 0, (copy, origin) => pairAddress({ copy, origin }), shortName);
  return weight.size > SHOWN ? [table, el("p", { class: "note" }, `The ${SHOWN} with most copies, of ${count(weight.size)}.`)] : [table];
}
