// One finding: what is wrong, both copies, the article around it, its cluster, what was measured.
function findingRow(f, words) {
  return [
    el("span", { class: "top" }, badge(f.severity), el("b", {}, f.rule), el("span", { class: "name" }, rules[f.rule].name), el("span", { class: "sure" }, sure(f.confidence))),
    quoted("span", { class: "message" }, found(f.message, words)),
    el("bdi", { class: "where" }, found(place(f), words)),
  ];
}

function findingDetail(f, position, words) {
  const { says, name, family } = rules[f.rule];
  return [
    el("header", {},
      el("p", { class: "above" }, badge(f.severity), el("span", {}, family), el("span", {}, sure(f.confidence)), el("span", { class: "position" }, position)),
      el("h2", {}, el("code", {}, f.rule), " ", name),
      quoted("p", { class: "message" }, found(f.message, words)),
      el("p", { class: "where" }, el("bdi", {}, place(f)), " ", el("a", { href: `#f=${f.key}`, title: "The address of this finding" }, "Permalink")),
      says && el("p", { class: "says" }, says)),
    ...(f.others?.length ? f.others.map((other) => copies(f, other)) : []),
    f.diff && !(f.others?.length && [f, ...f.others].every((spot) => !spot.text?.includes(" … "))) && el("section", {}, el("h3", {}, "What differs"), quoted("p", { class: "diff text" }, marked(f.diff))),
    f.article !== undefined ? around(f) : !f.others?.length && f.text && el("section", {}, el("h3", {}, "The text"), quoted("p", { class: "text" }, el("span", { class: `hit ${f.severity} now` }, f.text))),
    f.cluster && clusterNote(f),
    f.measured && el("section", {}, el("h3", {}, "Measured"), el("dl", { class: "measured" }, Object.entries(f.measured).map(([key, value]) => [el("dt", {}, key), quoted("dd", {}, value)]))),
  ];
}

function copies(f, other) {
  const [theirs, ours] = wordDiff(other.text ?? "", f.text ?? "");
  const pieces = (side, tag) => side.map(([text, changed]) => (changed ? el(tag, {}, text) : text));
  const side = (title, spot, inside) => el("figure", {}, el("figcaption", {}, el("b", {}, title), " ", el("bdi", {}, place(spot))), quoted("p", { class: "text" }, inside));
  const same = theirs.concat(ours).every(([, changed]) => !changed);
  const alike = other.similarity === undefined ? "" : other.similarity === 1 ? (same ? "word for word" : "the same words") : `${Math.floor(100 * other.similarity)} % alike`;
  return el("section", {}, el("h3", {}, "Both copies", alike && el("span", { class: "note" }, alike)),
    el("div", { class: "copies" }, side("The other", other, pieces(theirs, "del")), side("This one", f, pieces(ours, "ins"))));
}

const NEAR = 3; // lines shown on either side, of those that the page holds

function around(f) {
  const article = articles[f.article];
  const own = article.lines.flatMap(([, , marks], n) => (marks.some(([, , number]) => number === f.number) ? [n] : []));
  const lines = article.lines.slice(Math.max(0, own[0] - NEAR), own.at(-1) + NEAR + 1);
  const others = byArticle.get(f.article).length - 1;
  return el("section", {}, el("h3", {}, "In the article"), articleText(lines, f),
    el("p", {}, el("a", { href: `#view=articles&article=${f.article}` }, others ? `The article with all its ${plural(others + 1, "finding")}` : "The article")));
}

function clusterNote(f) {
  const cluster = clusters.find((c) => c.id === f.cluster);
  if (!cluster) return null;
  const keep = cluster.members[cluster.keep];
  return el("section", {}, el("h3", {}, "Cluster"),
    el("p", {}, `${plural(cluster.size, "place")} for this text. `, keep && ["Keep ", el("bdi", {}, place(keep)), ". "], el("a", { href: `#view=clusters&cluster=${encodeURIComponent(cluster.id)}` }, "Compare them")));
}

// Lines of an article with its findings marked; `now` is the chosen one.
function articleText(lines, now) {
  let last = null;
  return el("ol", { class: "lines" }, lines.flatMap(([number, text, marks]) => {
    const gap = last !== null && number > last + 1;
    last = number;
    const row = el("li", {}, el("span", { class: "no", "aria-hidden": "true" }, number), quoted("span", { class: "text" }, inline(text, marks, now)));
    return gap ? [el("li", { class: "gap" }, el("span", { class: "unseen" }, "Lines left out")), row] : [row];
  }));
}

// Marks may lie inside one another: cut the line where any begins or ends; the shortest names each piece.
function inline(text, marks, now) {
  const cuts = [...new Set([0, text.length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  return cuts.slice(1).map((end, n) => {
    const start = cuts[n];
    const over = marks.filter(([a, b]) => a <= start && end <= b).sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
    if (!over.length) return text.slice(start, end);
    const shown = over.map(([, , number]) => findings[number]);
    const title = shown.map((f) => `${f.rule} ${f.message}`).join("\n");
    return el("a", { class: `hit ${shown[0].severity} ${shown.includes(now) ? "now" : ""}`, href: `#f=${shown[0].key}`, title }, text.slice(start, end));
  });
}
