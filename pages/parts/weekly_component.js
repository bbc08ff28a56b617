// Shows the drawn week and listens for ← → and Escape anywhere on its page.
const FOREIGN = new Set(["script", "foreignobject", "a", "iframe", "use", "style", "animate", "set"]);
const TYPING = "input, textarea, select, [role=radiogroup], [role=combobox], [role=listbox], [role=slider], [contenteditable=true]";
const KEYS = { ArrowLeft: "previous", ArrowRight: "next", PageUp: "previous", PageDown: "next" };

function parse(svg) {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (root.localName !== "svg") throw new Error("The week is not an SVG.");
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (FOREIGN.has(element.localName.toLowerCase())) { element.remove(); continue; }
    for (const { name, value } of [...element.attributes])
      if (/^on/i.test(name) || (/href$/i.test(name) && !value.startsWith("data:image/")))
        element.removeAttribute(name);
  }
  return document.importNode(root, true);
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".week-view");
  const frame = root.querySelector(".frame"), leave = root.querySelector(".leave");
  if (root.svg !== data.svg) {
    frame.replaceChildren(parse(data.svg));
    root.svg = data.svg;
  }
  root.querySelector("h1").textContent = data.title;
  root.classList.toggle("present", data.present);
  leave.hidden = !data.present;
  leave.setAttribute("aria-label", data.leave);
  leave.onclick = () => setTriggerValue("asked", "leave");
  const pressed = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = event.composedPath()[0];
    if (from.closest && from.closest(TYPING)) return;
    const scrolls = !data.present && event.key.startsWith("Page");
    const asked = event.key === "Escape" && data.present ? "leave" : !scrolls && KEYS[event.key];
    if (!asked) return;
    event.preventDefault();
    setTriggerValue("asked", asked);
  };
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
