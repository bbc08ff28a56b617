// Shows the drawn chain: click, hover, and a keyboard walk with one tab stop.
const FOREIGN = new Set(["script", "foreignobject", "a", "iframe", "image", "use", "style", "animate", "set"]);

const NAME = 60; // pixels that half of a party’s name takes, about

function parse(svg) {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (root.localName !== "svg") throw new Error("The chain is not an SVG.");
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (FOREIGN.has(element.localName.toLowerCase())) { element.remove(); continue; }
    for (const { name } of [...element.attributes])
      if (/^on/i.test(name) || /href$/i.test(name)) element.removeAttribute(name);
  }
  return document.importNode(root, true);
}

function draw(view, data) {
  view.scroller.replaceChildren(parse(data.svg));
  view.scroller.firstChild.style.minWidth = `${data.min_width}px`;
  const drawn = new Map([...view.scroller.querySelectorAll("[data-id]")].map((e) => [e.dataset.id, e]));
  view.walk = data.order.map((id) => drawn.get(id)).filter(Boolean);
  view.drawn = drawn;
  requestAnimationFrame(() => reveal(view.scroller));
}

// Where the picture is wider than its place, begin with the foremost failing link; with its
// supplier, if the link is wider than the place too.
function reveal(scroller) {
  const loud = [...scroller.querySelectorAll(".link.broken, .link.at_risk")].pop();
  if (!loud || scroller.scrollWidth <= scroller.clientWidth) return;
  const frame = scroller.getBoundingClientRect(), box = loud.getBoundingClientRect();
  const whole = box.width + 2 * NAME <= frame.width;
  scroller.scrollLeft += whole
    ? box.left + box.width / 2 - (frame.left + frame.width / 2) : box.left - NAME - frame.left;
}

function select(view, id) {
  for (const element of view.drawn.values()) {
    element.classList.toggle("selected", element.dataset.id === id);
    element.toggleAttribute("aria-pressed", false);
  }
  const chosen = view.drawn.get(id);
  if (chosen) chosen.setAttribute("aria-pressed", "true");
  stop(view, chosen || view.walk.find((e) => e.tabIndex === 0) || view.walk[0]);
  lift(view, null);
}

function stop(view, element) {
  for (const other of view.walk) other.setAttribute("tabindex", other === element ? "0" : "-1");
}

// Quieten what does not belong to the party or link under the pointer, or to the chosen one.
function lift(view, element) {
  const id = (element || view.walk.find((e) => e.classList.contains("selected")) || { dataset: {} }).dataset.id;
  const party = id && id.startsWith("party:");
  view.scroller.firstChild.classList.toggle("lifted", Boolean(party));
  if (!party) return;
  for (const link of view.scroller.querySelectorAll(".link"))
    link.classList.toggle("near", link.dataset.supplier === id || link.dataset.customer === id);
}

function tell(view, element, x, y) {
  const words = element && element.getAttribute("aria-label");
  const written = element && [...element.querySelectorAll(".name")].map((e) => e.textContent).join(" ");
  view.tip.hidden = !words || words === written; // a party whose whole name is there needs no tip
  if (view.tip.hidden) return;
  view.tip.textContent = words;
  const frame = view.root.getBoundingClientRect();
  const left = Math.min(x - frame.left + 14, frame.width - view.tip.offsetWidth - 4);
  const below = y - frame.top + 18;
  const above = y - frame.top - view.tip.offsetHeight - 12;
  view.tip.style.left = `${Math.max(0, left)}px`;
  view.tip.style.top = `${below + view.tip.offsetHeight > frame.height && above > 0 ? above : below}px`;
}

function listen(view) {
  const of = (event) => {
    const hit = event.target.closest("[data-id], [data-for]");
    return hit && view.drawn.get(hit.dataset.id || hit.dataset.for);
  };
  view.scroller.addEventListener("click", (event) => {
    const element = of(event);
    if (element) { stop(view, element); view.pick(element.dataset.id); }
    else if (view.selected) view.pick("");
  });
  view.scroller.addEventListener("pointermove", (event) => {
    const element = of(event);
    lift(view, element);
    tell(view, element, event.clientX, event.clientY);
  });
  view.scroller.addEventListener("pointerleave", () => { lift(view, null); tell(view, null); });
  view.scroller.addEventListener("focusin", (event) => {
    const element = of(event);
    if (!element || !element.matches(":focus-visible")) return;
    lift(view, element);
    const box = (element.querySelector(".symbol, .line") || element).getBoundingClientRect();
    tell(view, element, box.left + box.width / 2, box.top + box.height / 2);
  });
  view.scroller.addEventListener("focusout", () => { lift(view, null); tell(view, null); });
  view.scroller.addEventListener("keydown", (event) => {
    const at = view.walk.indexOf(of(event));
    if (at < 0) return;
    const last = view.walk.length - 1;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      const next = view.walk[Math.min(Math.max(to, 0), last)];
      stop(view, next);
      next.focus();
    } else if (event.key === "Enter" || event.key === " ") view.pick(view.walk[at].dataset.id);
    else if (event.key === "Escape") view.pick("");
    else return;
    event.preventDefault();
  });
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".chain-view");
  if (!root.view) {
    const scroller = root.querySelector(".scroller");
    root.view = { root, scroller, tip: root.querySelector(".tip") };
    listen(root.view);
  }
  const view = root.view;
  // Where each party and link has an address, the page's own listener opens it (followed.py).
  view.pick = (id) => data.ways
    ? document.dispatchEvent(new CustomEvent("eslabon-open", { detail: data.ways[id] }))
    : setTriggerValue("picked", id);
  if (view.svg !== data.svg) { // only then: the focus survives a rerun
    draw(view, data);
    view.svg = data.svg;
  }
  view.selected = data.selected;
  select(view, data.selected);
}
