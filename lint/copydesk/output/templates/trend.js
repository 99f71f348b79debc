// The trend: figures of past runs as plots.
const PLOTS = 24; // rules, and folders, shown: those with most findings over all runs

function trend() {
  const seconds = runs.map((run) => Date.parse(run.at));
  const dates = runs.map((run) => run.at.replace("T", " ").replace("Z", " UTC"));
  const named = (kind) => {
    const sums = new Map();
    for (const run of runs) for (const [name, number] of Object.entries(run[kind])) sums.set(name, (sums.get(name) ?? 0) + number);
    return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, PLOTS).map(([name]) => name);
  };
  const small = (kind, title) => el("figure", { class: "plot small" }, el("figcaption", {}, el("bdi", {}, title)), plot(seconds, dates, runs.map((run) => run[kind[0]][kind[1]] ?? 0), 300, 70));
  const wide = (title, values, shown) => el("figure", { class: "plot" }, el("figcaption", {}, title), plot(seconds, dates, values, 640, 160, shown));
  const last = runs.at(-1);
  const before = runs.at(-2);
  const change = before ? last.findings - before.findings : 0;
  return [
    el("p", { class: "says" }, `${plural(runs.length, "run")}, the last on ${dates.at(-1)} with ${plural(last.findings, "finding")}`, before ? ` (${change > 0 ? "+" : change < 0 ? "−" : "±"}${count(Math.abs(change))} against the one before).` : "."),
    el("div", { class: "plots" },
      wide("Findings", runs.map((run) => run.findings)),
      wide("Findings in 1,000 paragraphs", runs.map((run) => (1000 * run.findings) / Math.max(1, run.paragraphs)), (value) => value.toFixed(1)),
      wide("Documents read", runs.map((run) => run.documents)),
      wide("Share of paragraphs that are copies", runs.map((run) => run.copied_paragraphs / Math.max(1, run.paragraphs)), percent)),
    el("h2", {}, "By rule"),
    el("div", { class: "plots many" }, named("by_rule").map((code) => small(["by_rule", code], rules[code] ? `${code} ${rules[code].name}` : code))),
    el("h2", {}, "By folder"),
    el("div", { class: "plots many" }, named("by_folder").map((name) => small(["by_folder", name], name))),
  ];
}

function plot(times, dates, values, width, height, shown = count) {
  const [left, right, top, bottom] = [6, 6, 14, 18];
  const most = Math.max(...values) || 1;
  const span = times.at(-1) - times[0];
  const x = (n) => left + (width - left - right) * (times.length < 2 ? 0.5 : span ? (times[n] - times[0]) / span : n / (times.length - 1));
  const y = (value) => height - bottom - ((height - top - bottom) * value) / most;
  const line = values.map((value, n) => `${n ? "L" : "M"}${x(n).toFixed(1)} ${y(value).toFixed(1)}`).join("");
  return el("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `from ${shown(values[0])} to ${shown(values.at(-1))}, at most ${shown(Math.max(...values))}` },
    el("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }),
    el("line", { class: "grid", x1: left, x2: width - right, y1: y(most), y2: y(most) }),
    el("path", { class: "area", d: `${line}L${x(values.length - 1).toFixed(1)} ${height - bottom}L${x(0).toFixed(1)} ${height - bottom}Z` }),
    el("path", { class: "curve", d: line }),
    values.map((value, n) => el("circle", { cx: x(n).toFixed(1), cy: y(value).toFixed(1), r: 3 }, el("title", {}, `${dates[n]}: ${shown(value)}`))),
    el("text", { x: left, y: top - 4 }, shown(Math.max(...values))),
    el("text", { x: left, y: height - 4 }, dates[0].slice(0, 10)),
    el("text", { x: width - right, y: height - 4, "text-anchor": "end" }, `${dates.at(-1).slice(0, 10)}: ${shown(values.at(-1))}`));
}
