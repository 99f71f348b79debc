// Making elements. Text becomes text nodes; no markup is ever read.
const $ = (id) => document.getElementById(id);

function el(tag, attributes = {}, ...children) {
  const node = tag === "svg" || el.inSvg.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false && child !== ""));
  return node;
}
el.inSvg = new Set(["path", "line", "text", "circle", "g", "title", "rect"]);

const count = (number) => number.toLocaleString("en");
const percent = (part) => (part > 0 && part < 0.001 ? "< 0.1 %" : `${(100 * part).toFixed(part < 0.1 && part > 0 ? 1 : 0)} %`);
const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
const sure = (confidence) => `${Math.round(100 * confidence)} % sure`;

// Text of the corpus: its direction is its own.
const quoted = (tag, attributes, ...children) => el(tag, { dir: "auto", ...attributes }, ...children);

function place(spot) {
  const record = spot.record ?? (spot.row ? `line ${spot.row}` : "");
  return `${spot.path}${record && ` › ${record}`}:${spot.line}:${spot.column}`;
}

const badge = (severity) => el("span", { class: `badge ${severity}` }, severity);

// Split a text so that the words searched for stand out.
function found(text, words) {
  if (!words.length) return [text];
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [text];
  const out = [];
  let at = 0;
  while (at < text.length) {
    const hits = words.map((word) => [lower.indexOf(word, at), word.length]).filter(([start]) => start >= 0);
    if (!hits.length) break;
    const [start, length] = hits.reduce((a, b) => (b[0] < a[0] ? b : a));
    out.push(text.slice(at, start), el("mark", {}, text.slice(start, start + length)));
    at = start + length;
  }
  return [...out, text.slice(at)];
}

// A bar list: label, count, and a bar as long as the count; with `go` each is a link.
function bars(rows, go) {
  const most = Math.max(1, ...rows.map((row) => row.count));
  return el("ul", { class: "bars" }, rows.map((row) => {
    const bar = el("span", { class: `fill ${row.kind ?? ""}` });
    bar.style.width = `${(100 * row.count) / most}%`;
    const inside = [el("bdi", { class: "label", title: row.title }, row.label), el("span", { class: "number" }, count(row.count)), el("span", { class: "track" }, bar)];
    return el("li", {}, go ? el("a", { href: go(row) }, inside) : inside);
  }));
}

// A table of counts, each shaded by its size and a link to what it counts.
function heat(corner, rows, columns, at, go, label = (name) => name) {
  const most = Math.max(1, ...rows.flatMap((row) => columns.map((column) => at(row, column))));
  const cell = (row, column) => {
    const number = at(row, column);
    if (!number) return el("td", {});
    const wash = el("span", { class: "wash" });
    wash.style.opacity = 0.08 + (0.32 * number) / most;
    return el("td", {}, wash, el("a", { href: go(row, column), title: `${label(row)}: ${label(column)}` }, count(number)));
  };
  return el("div", { class: "wide-table", tabindex: 0, role: "region", "aria-label": corner }, el("table", { class: `heat ${columns.some((name) => label(name).length > 16) ? "steep" : ""}` },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, corner), columns.map((column) => el("th", { scope: "col" }, el("bdi", { title: column }, label(column)))))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, el("bdi", { title: row }, label(row))), columns.map((column) => cell(row, column)))))));
}

// Which words of two texts differ: pieces of each, the changed ones marked. Beside a cut (" … ") words differ by chance and are not.
function wordDiff(left, right) {
  const [a, b] = [left, right].map((text) => text.match(/\s+|[\p{L}\p{N}]+|./gsu) ?? []);
  if (a.length * b.length > 250000) return [[[left, false]], [[right, false]]];
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const here = i * width + j;
      longest[here] = a[i] === b[j] ? longest[here + width + 1] + 1 : Math.max(longest[here + width], longest[here + 1]);
    }
  }
  const sides = [[], []];
  const add = (side, text, changed) => {
    const last = sides[side].at(-1);
    if (last && last[1] === changed) last[0] += text;
    else sides[side].push([text, changed]);
  };
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) [add(0, a[i++], false), add(1, b[j++], false)];
    else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) add(0, a[i++], true);
    else add(1, b[j++], true);
  }
  return sides.map((pieces) => pieces.map(([text, changed], n) => {
    const cut = pieces[n + 1]?.[0].startsWith(" … ") || pieces[n - 1]?.[0].endsWith(" … ") || text.includes(" … ");
    return [text, changed && !cut && text.trim() !== ""];
  }));
}

// A diff as rules write it, `[-removed-] {+added+}`.
function marked(diff) {
  return diff.split(/(\[-.*?-\]|\{\+.*?\+\})/s).map((piece) => {
    if (/^\[-.*-\]$/s.test(piece)) return el("del", {}, piece.slice(2, -2));
    if (/^\{\+.*\+\}$/s.test(piece)) return el("ins", {}, piece.slice(2, -2));
    return piece;
  });
}
