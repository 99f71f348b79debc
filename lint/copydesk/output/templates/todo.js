// What to do first: the few steps that settle most findings.
const STEPS = 5;

function firstSteps() {
  const fixes = Object.groupBy(findings, (f) => f.fix ?? "");
  const by = (test) => Object.entries(report.by_rule).filter(([code]) => test(code, rules[code])).sort((a, b) => b[1] - a[1]);
  const chosen = (some) => some.map(([code]) => `rule=${encodeURIComponent(code)}`).join("&");
  const sum = (some) => some.reduce((all, [, number]) => all + number, 0);
  const boilerplate = by((code, rule) => rule.family === "boilerplate");
  const documents = by((code, rule) => rule.copy && rule.name.includes("document"));
  const [loudest] = by(() => true);
  const worst = report.by_document[0];
  const steps = [
    [totals.by_severity.error, "severity=error", plural(totals.by_severity.error, "error"), "Damaged text and input that cannot be read: repair these, or read the source again."],
    [fixes.safe?.length, "fix=safe", "safe to fix", [el("code", {}, "copydesk check --fix"), " repairs them and changes nothing that was meant."]],
    [documents.length && sum(documents), chosen(documents), "copied documents", [el("code", {}, "copydesk dedupe"), " says which to keep and what the others would lose."]],
    [boilerplate.length && sum(boilerplate), chosen(boilerplate), "pieces of boilerplate", ["Look through them, then ", el("code", {}, "copydesk check --select BOI --fix --unsafe-fixes"), " removes them."]],
    [worst?.count >= 10 && worst.count, worst && `doc=${encodeURIComponent(documentOf(worst))}`, "in one document", ["Nothing has more findings than ", el("bdi", {}, worst ? shortName(documentOf(worst)) : ""), ": is it text at all?"]],
    [loudest?.[1], loudest && chosen([loudest]), loudest && `from ${loudest[0]} ${rules[loudest[0]].name}`, ["The rule with most findings. If they are meant, ", el("code", {}, `copydesk tune ${loudest?.[0]}`), " shows what another threshold would change."]],
    [fixes.unsafe?.length, "fix=unsafe", "fixable after a look", [el("code", {}, "copydesk check --diff --unsafe-fixes"), " shows what would go."]],
  ];
  return el("ol", { class: "steps" }, steps.filter(([number]) => number).slice(0, STEPS).map(([number, choice, what, how]) =>
    el("li", {}, el("a", { href: `#view=findings&${choice}` }, el("b", {}, count(number)), el("span", {}, what.replace(/^[\d,]+ /, ""))), el("p", {}, how))));
}
