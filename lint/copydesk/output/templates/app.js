// What is chosen lives in the address; every change of it paints the view.
const VIEWS = [
  ["overview", "Overview", true],
  ["findings", "Findings", true],
  ["clusters", "Clusters", clusters.length > 0],
  ["articles", "Articles", articles.length > 0],
  ["trend", "Trend", runs.length > 0],
].filter(([, , there]) => there);

let choice;
let waiting = null;
let words = [];
let painted = {};
const memory = new Map(); // what a list was last on, so that a view comes back as it was left

const findingList = new LongList($("finding-list"), { label: "Findings", height: 84, row: (f) => findingRow(f, words), pick: (f) => go({ f: f.key }) });
const clusterList = new LongList($("cluster-list"), { label: "Clusters", height: 84, row: clusterRow, pick: (c) => go({ cluster: c.id }) });
const articleList = new LongList($("article-list"), { label: "Articles", height: 84, row: articleRow, pick: (a) => go({ article: String(a.number) }) });

function read() {
  const said = new URLSearchParams(location.hash.slice(1));
  const view = said.get("view") ?? (said.has("f") ? "findings" : "overview");
  const confidence = Number(said.get("confidence"));
  return {
    view: VIEWS.some(([name]) => name === view) ? view : "overview",
    f: said.get("f") ?? "",
    q: said.get("q") ?? "",
    path: said.get("path") ?? "",
    doc: said.get("doc") ?? "",
    pair: said.get("pair") ?? "",
    sort: Object.hasOwn(SORTS, said.get("sort") ?? "") ? said.get("sort") : "place",
    confidence: confidence > 0 && confidence <= 1 ? confidence : 0,
    cluster: said.get("cluster") ?? "",
    article: said.get("article") ?? "",
    ...Object.fromEntries(FACETS.map(({ key }) => [key, new Set(said.getAll(key))])),
  };
}

function address(wanted) {
  const said = new URLSearchParams();
  if (wanted.view !== "overview") said.set("view", wanted.view);
  for (const { key } of FACETS) for (const value of wanted[key]) said.append(key, value);
  for (const key of ["q", "path", "doc", "pair"]) if (wanted[key]) said.set(key, wanted[key]);
  if (wanted.confidence) said.set("confidence", wanted.confidence);
  if (wanted.sort !== "place") said.set("sort", wanted.sort);
  const own = { findings: "f", clusters: "cluster", articles: "article" }[wanted.view];
  if (own && wanted[own]) said.set(own, wanted[own]);
  return `#${said}`;
}

// Choose something else. What opens something can be gone back from; the rest only changes the address, and not at every key:
// browsers refuse more than a hundred changes in half a minute.
function go(change, opens = false) {
  const next = { ...choice, ...change };
  opens ||= next.view !== choice.view || ["f", "cluster", "article"].some((key) => !choice[key] && next[key]);
  if (opens && waiting) write("replaceState");
  choice = next;
  if (opens) write("pushState");
  else waiting ??= setTimeout(() => write("replaceState"), 400);
  paint();
}

function write(way) {
  clearTimeout(waiting);
  waiting = null;
  history[way](null, "", address(choice));
}

function arrive() {
  clearTimeout(waiting);
  waiting = null;
  choice = read();
  paint();
}

function paint() {
  for (const [name] of VIEWS) {
    $(name).hidden = name !== choice.view;
    $(`to-${name}`).toggleAttribute("aria-current", name === choice.view);
    if (name === choice.view) $(`to-${name}`).setAttribute("aria-current", "page");
  }
  document.title = `${VIEWS.find(([name]) => name === choice.view)[1]} · copydesk report`;
  ({ findings: paintFindings, clusters: paintClusters, articles: paintArticles })[choice.view]?.();
}

function paintFindings() {
  const { f: key, view, cluster, article, pair, ...filter } = choice;
  const asked = JSON.stringify(filter, (_, value) => (value instanceof Set ? [...value] : value));
  if (painted.asked !== asked) {
    const { chosen, counts } = choose(choice);
    painted = { asked, chosen };
    words = wordsOf(choice.q);
    if ($("q").value !== choice.q) $("q").value = choice.q;
    $("sort").value = choice.sort;
    paintFilters(counts);
    $("count").replaceChildren(chosen.length === findings.length ? plural(findings.length, "finding") : `${count(chosen.length)} of ${plural(findings.length, "finding")}`, choice.doc && el("bdi", { class: "chosen" }, choice.doc),
      asksAll() ? "" : el("button", { type: "button", class: "plain", click: clear }, "Clear filters"));
    findingList.show(chosen, -1);
    if (!key) findingList.box.scrollTop = 0;
  }
  const f = byKey.get(key);
  const at = f ? painted.chosen.indexOf(f) : -1;
  findingList.select(at);
  const position = at >= 0 ? `${count(at + 1)} of ${count(painted.chosen.length)}` : "not among the findings listed";
  detail("finding", key, f && findingDetail(f, position, words), painted.chosen.length ? "Choose a finding." : "No finding is left by these filters.");
  if (f) document.title = `${f.rule} ${f.path}:${f.line} · copydesk report`;
}

function paintClusters() {
  const c = clusters.find((one) => one.id === choice.cluster);
  const some = choice.pair ? pairs.get(choice.pair) ?? [] : largest;
  listed(clusterList, some, c, "cluster-count", choice.pair
    ? [`${count(some.length)} of ${plural(clusters.length, "cluster")}`, el("bdi", { class: "chosen" }, pairName(choice.pair)), el("button", { type: "button", class: "plain", click: () => go({ pair: "" }) }, "Show all")]
    : [plural(clusters.length, "cluster")]);
  detail("cluster", choice.cluster, c && clusterDetail(c), "Choose a cluster of copies of one text.");
}

function paintArticles() {
  const a = articles[Number(choice.article)];
  listed(articleList, fullest, choice.article && a, "article-count", [plural(articles.length, "article with findings", "articles with findings")]);
  detail("article", choice.article, choice.article && a && articleDetail(a), "Choose an article.");
}

function listed(list, items, item, counter, said) {
  $(counter).replaceChildren(...said);
  if (list.items !== items) list.show(items, -1);
  list.select(item ? items.indexOf(item) : -1);
}

// Show one thing beside its list; on a narrow screen in front of it.
function detail(id, key, inside, empty) {
  const box = $(id);
  box.closest(".desk").classList.toggle("open", Boolean(key));
  if (memory.get(id) === key && key) {
    const position = box.querySelector(".position");
    if (position && inside) position.textContent = inside[0].querySelector(".position").textContent;
    return;
  }
  memory.set(id, key);
  const back = el("button", { type: "button", class: "back", click: shut }, "← Back to the list");
  box.replaceChildren(...(key ? [back] : []), ...(inside ? inside.flat().filter(Boolean) : [el("p", { class: "empty" }, key ? "This report has nothing at this address." : empty)]));
  box.scrollTop = 0;
}

const shut = () => go({ f: "", cluster: "", article: "" });
const asksAll = () => !choice.q && !choice.path && !choice.doc && !choice.confidence && FACETS.every(({ key }) => !choice[key].size);
const clear = () => go({ q: "", path: "", doc: "", confidence: 0, ...Object.fromEntries(FACETS.map(({ key }) => [key, new Set()])) });

function toggle(key, value) {
  const values = new Set(choice[key]);
  if (!values.delete(value)) values.add(value);
  go({ [key]: values });
}

function paintFilters(counts) {
  FACETS.forEach((facet, n) => {
    const box = $(`facet-${facet.key}`);
    const values = [...new Set([...counts[n].keys(), ...choice[facet.key]])];
    const order = facet.order ? (a, b) => facet.order.indexOf(a) - facet.order.indexOf(b) : (a, b) => (counts[n].get(b) ?? 0) - (counts[n].get(a) ?? 0) || (a < b ? -1 : 1);
    const focused = document.activeElement?.dataset?.value;
    box.parentElement.hidden = values.length < 2 && !choice[facet.key].size;
    box.replaceChildren(...values.sort(order).map((value) => el("label", {},
      el("input", { type: "checkbox", checked: choice[facet.key].has(value), "data-value": `${facet.key} ${value}`, change: () => toggle(facet.key, value) }),
      el("bdi", { title: value }, facet.name && rules[value] ? facet.name(value) : value), el("span", { class: "number" }, count(counts[n].get(value) ?? 0)))));
    if (focused) [...box.querySelectorAll("input")].find((input) => input.dataset.value === focused)?.focus();
  });
  if (document.activeElement !== $("path")) $("path").value = choice.path;
  $("confidence").value = choice.confidence;
  $("least").textContent = choice.confidence ? `${Math.round(100 * choice.confidence)} %` : "any";
}

function build() {
  $("views").append(...VIEWS.map(([name, label], n) => el("a", { id: `to-${name}`, href: "#", "aria-keyshortcuts": n + 1, click: (event) => (event.preventDefault(), go({ view: name })) }, label)));
  $("overview").append(...overview().flat().filter(Boolean));
  if (runs.length) $("trend").append(...trend());
  $("sort").append(...Object.entries(SORTS).map(([name, { label }]) => el("option", { value: name }, label)));
  $("filters").append(
    ...FACETS.map(({ key, label }) => el("fieldset", {}, el("legend", {}, label), el("div", { id: `facet-${key}`, class: "values" }))),
    el("p", {}, el("label", { for: "path" }, "Path holds"), el("input", { id: "path", type: "search", autocomplete: "off", spellcheck: "false", input: (event) => go({ path: event.target.value.trim() }) })),
    el("p", {}, el("label", { for: "confidence" }, "At least this sure: ", el("output", { id: "least", for: "confidence" })), el("input", { id: "confidence", type: "range", min: 0, max: 1, step: 0.05, input: (event) => go({ confidence: Number(event.target.value) }) })));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("q").addEventListener("input", (event) => go({ q: event.target.value.trim() }));
  $("sort").addEventListener("change", (event) => go({ sort: event.target.value }));
  $("open-filters").addEventListener("click", () => openFilters(!$("findings").classList.contains("filtering")));
  for (const id of ["finding-list", "cluster-list", "article-list"]) {
    $(id).addEventListener("keydown", (event) => event.key === "Enter" && $(id.replace("-list", "")).focus());
  }
  $("help").addEventListener("click", () => $("keys").showModal());
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#f=']:not(.permalink)");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault(); // keeps the filters, which a bare address has not
    go({ view: "findings", f: link.hash.slice(3) }, true);
  });
  document.querySelector(".skip").addEventListener("click", (event) => (event.preventDefault(), $("main").focus()));
}

// On a narrow screen the filters lie over the list.
function openFilters(open) {
  $("findings").classList.toggle("filtering", open);
  $("open-filters").setAttribute("aria-expanded", open);
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=range]), select, textarea");
  if (event.key === "Escape") {
    if (typing && event.target.value && event.target.id === "q") go({ q: "" }), ($("q").value = "");
    else if (typing) event.target.blur();
    else if ($("findings").classList.contains("filtering")) openFilters(false), $("open-filters").focus();
    else if (choice.f || choice.cluster || choice.article) shut();
    return;
  }
  if (typing) return;
  const list = { findings: findingList, clusters: clusterList, articles: articleList }[choice.view];
  const actions = { j: () => list?.step(1), k: () => list?.step(-1), "/": () => search(), "?": () => $("keys").showModal(), t: () => theme(1) };
  const action = actions[event.key] ?? (VIEWS[event.key - 1] && (() => go({ view: VIEWS[event.key - 1][0] })));
  if (action) {
    event.preventDefault();
    action();
  }
}

function search() {
  if (choice.view !== "findings" || choice.f) go({ view: "findings", f: matchMedia("(max-width: 47.5rem)").matches ? "" : choice.f });
  $("q").focus();
  $("q").select();
}

// Light, dark, or as the system has it; remembered where the browser lets a file remember.
const THEMES = ["auto", "light", "dark"];
function theme(step) {
  const kept = () => { try { return localStorage.getItem("copydesk-theme"); } catch { return null; } };
  const now = document.documentElement.dataset.theme ?? kept() ?? "auto";
  const next = THEMES[(Math.max(0, THEMES.indexOf(now)) + step) % THEMES.length];
  document.documentElement.dataset.theme = next;
  $("theme").textContent = `Theme: ${next}`;
  try { localStorage.setItem("copydesk-theme", next); } catch { /* this browser remembers nothing for files */ }
}

// Paper shows the overview and the findings chosen, as far as paper goes.
const PRINTED = 500;
function print(on) {
  const rows = on ? choose(choice).chosen : [];
  $("print").replaceChildren(...(rows.length ? [
    el("h2", {}, rows.length > PRINTED ? `The first ${count(PRINTED)} of ${plural(rows.length, "finding")}` : plural(rows.length, "finding")),
    ...rows.slice(0, PRINTED).map((f) => el("div", { class: "printed" }, findingRow(f, []), f.text && quoted("p", { class: "text" }, f.text))),
  ] : []));
}

build();
theme(0);
arrive();
addEventListener("hashchange", arrive);
addEventListener("popstate", arrive);
addEventListener("pagehide", () => waiting && write("replaceState"));
addEventListener("keydown", key);
$("theme").addEventListener("click", () => theme(1));
matchMedia("print").addEventListener("change", (event) => print(event.matches));
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));
