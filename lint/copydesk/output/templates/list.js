// A list of any length: only the rows in sight are in the page.
class LongList {
  constructor(box, { label, height, row, pick }) {
    Object.assign(this, { box, height, row, pick, items: [], at: -1, rows: new Map() });
    this.sizer = el("div", { class: "sizer", role: "presentation" });
    box.append(this.sizer);
    box.setAttribute("role", "listbox");
    box.setAttribute("aria-label", label);
    box.tabIndex = 0;
    box.addEventListener("scroll", () => this.paint());
    box.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.paint()).observe(box);
  }

  show(items, at) {
    this.items = items;
    this.rows.forEach((node) => node.remove());
    this.rows.clear();
    this.sizer.style.height = `${items.length * this.height}px`;
    this.select(at);
  }

  select(at) {
    this.at = at;
    if (at >= 0) {
      const top = at * this.height;
      const { scrollTop, clientHeight } = this.box;
      if (top < scrollTop) this.box.scrollTop = top;
      else if (top + this.height > scrollTop + clientHeight) this.box.scrollTop = top + this.height - clientHeight;
    }
    this.paint();
  }

  paint() {
    const first = Math.max(0, Math.floor(this.box.scrollTop / this.height) - 4);
    const last = Math.min(this.items.length, Math.ceil((this.box.scrollTop + this.box.clientHeight) / this.height) + 4);
    for (const [n, node] of this.rows) {
      if ((n < first || n >= last) && n !== this.at) {
        node.remove();
        this.rows.delete(n);
      }
    }
    for (let n = first; n < last; n++) this.place(n);
    if (this.at >= 0 && this.at < this.items.length) this.place(this.at);
    for (const [n, node] of this.rows) node.setAttribute("aria-selected", n === this.at);
    if (this.rows.has(this.at)) this.box.setAttribute("aria-activedescendant", this.rows.get(this.at).id);
    else this.box.removeAttribute("aria-activedescendant");
  }

  place(n) {
    if (this.rows.has(n)) return;
    const node = el("div", { role: "option", class: "row", id: `${this.box.id}-${n}`, "aria-setsize": this.items.length, "aria-posinset": n + 1, click: () => this.pick(this.items[n]) }, this.row(this.items[n]));
    node.style.transform = `translateY(${n * this.height}px)`;
    node.style.height = `${this.height}px`;
    this.rows.set(n, node);
    this.sizer.append(node);
  }

  step(by) {
    const at = Math.min(this.items.length - 1, Math.max(0, this.at + by));
    if (this.items.length && at !== this.at) this.pick(this.items[at]);
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / this.height) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -this.items.length, End: this.items.length }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.step(by);
  }
}
