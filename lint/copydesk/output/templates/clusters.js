// Clusters of copies of one text: which to keep, and what dropping each other one loses.
const largest = [...clusters].sort((a, b) => b.size - a.size || b.similarity - a.similarity || a.number - b.number);
const alike = (similarity) => (similarity === 1 ? "the same words" : `${Math.floor(100 * similarity)} % alike`);

function clusterText(cluster) {
  const f = byCluster.get(cluster.id)?.[0];
  return f?.text ?? f?.message ?? "";
}

function clusterRow(cluster) {
  return [
    el("span", { class: "top" }, el("b", {}, plural(cluster.size, "place")), el("span", { class: "name" }, `${cluster.rule} ${rules[cluster.rule]?.name ?? ""}`), el("span", { class: "sure" }, alike(cluster.similarity))),
    quoted("span", { class: "message" }, clusterText(cluster)),
    el("bdi", { class: "where" }, place(cluster.members[0])),
  ];
}

function clusterDetail(cluster) {
  const keep = cluster.members[cluster.keep];
  const own = byCluster.get(cluster.id) ?? [];
  return [
    el("header", {},
      el("p", { class: "above" }, el("span", {}, plural(cluster.size, "place")), el("span", {}, alike(cluster.similarity)), cluster.chained && el("span", {}, "chained: some are like another one, not like the first")),
      el("h2", {}, el("code", {}, cluster.rule), " ", rules[cluster.rule]?.name ?? ""),
      el("p", { class: "says" }, keep ? ["Keep ", el("bdi", {}, place(keep)), "; below is what dropping each other one loses."] : "Its places are parts of longer texts: which to keep is yours to say.")),
    quoted("p", { class: "text sample" }, clusterText(cluster)),
    el("ol", { class: "members" }, cluster.members.map((member, n) => {
      const f = own.find((one) => one.path === member.path && one.line === member.line && one.column === member.column && one.record === member.record);
      const article = articles.find((one) => one.path === member.path && one.line === (member.row ?? 0));
      const address = f ? `#f=${f.key}` : article && `#view=articles&article=${article.number}`;
      return el("li", { class: n === cluster.keep ? "keep" : "" },
        el("p", {}, el("span", { class: "number" }, n + 1), address ? el("a", { href: address }, el("bdi", {}, place(member))) : el("bdi", {}, place(member)),
          n === cluster.keep && el("span", { class: "badge kept" }, "keep"),
          member.similarity !== undefined && n > 0 && el("span", { class: "note" }, alike(member.similarity))),
        keep && n !== cluster.keep && (member.lost ? quoted("p", { class: "lost" }, el("b", {}, "Loses: "), member.lost) : el("p", { class: "lost none" }, "Loses nothing.")));
    })),
    cluster.size > cluster.members.length && el("p", { class: "notice" }, `${plural(cluster.size - cluster.members.length, "more place")} left out of this page; the JSON report has them.`),
  ];
}
