// Articles: the text around all findings of a document, marked in place.
const fullest = [...articles].sort((a, b) => byArticle.get(b.number).length - byArticle.get(a.number).length || a.number - b.number);
const LINES = 400; // put into the page at a time

const articleName = (article) => documentOf({ ...article, row: article.line });

function articleRow(article) {
  const own = byArticle.get(article.number);
  const kinds = [...new Set(own.map((f) => f.rule))].join(" ");
  return [
    el("span", { class: "top" }, el("b", {}, plural(own.length, "finding")), el("span", { class: "name" }, kinds)),
    quoted("span", { class: "message" }, article.lines.find(([, text]) => text.trim())?.[1] ?? ""),
    el("bdi", { class: "where" }, articleName(article)),
  ];
}

function articleDetail(article) {
  const own = byArticle.get(article.number);
  const rest = el("div", {});
  const more = (from) => {
    const part = article.lines.slice(from, from + LINES);
    const next = from + LINES < article.lines.length && el("button", { type: "button", click: (event) => (event.target.remove(), more(from + LINES)) }, "Show more");
    rest.append(articleText(part), ...(next ? [next] : []));
  };
  more(0);
  return [
    el("header", {},
      el("h2", {}, el("bdi", {}, articleName(article))),
      el("p", { class: "above" }, el("span", {}, plural(own.length, "finding")), el("a", { href: `#view=findings&path=${encodeURIComponent(article.path)}` }, "All findings of this file")),
      el("p", { class: "says" }, "The lines around findings; choose a mark to see what is wrong with it.")),
    rest,
  ];
}
