// Shows the drawn week and listens for ← → and Escape anywhere on its page.
const FOREIGN = new Set(["script", "foreignobject", "a", "iframe", "use", "style", "animate", "set"]);
const TYPING = "input, textarea, select, [role=radiogroup], [role=combobox], [role=listbox], [role=slider], [contenteditable=true]";
const KEYS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 };

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

// The week that the keys have asked for, which is worked out while they are pressed on; it is forgotten
// once it is shown, or another that is not on the way to it.
function stillAskedFor(root, week) {
  const left = root.asked - week, before = root.asked - root.week;
  return left !== 0 && Math.sign(left) === Math.sign(before) && Math.abs(left) <= Math.abs(before);
}

// The week that the address names, counted as the server does; it is there before its picture is.
function addressed() {
  const [, year, week] = /^(\d{4})-W(\d{1,2})$/.exec(new URLSearchParams(location.search).get("week")) ?? [];
  if (!year) return undefined;
  const fourth = Date.UTC(year, 0, 4) / 86_400_000; // of January: always in the first week
  const monday = fourth - ((new Date(fourth * 86_400_000).getUTCDay() + 6) % 7);
  return (monday + 719_162) / 7 + Number(week) - 1;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".week-view");
  const frame = root.querySelector(".frame"), leave = root.querySelector(".leave");
  if (root.svg !== data.svg) {
    frame.replaceChildren(parse(data.svg));
    root.svg = data.svg;
  }
  if (root.asked !== undefined && !stillAskedFor(root, data.week)) root.asked = undefined;
  root.week = data.week;
  root.querySelector("h1").textContent = data.title;
  root.classList.toggle("present", data.present);
  leave.hidden = !data.present;
  leave.setAttribute("aria-label", data.leave);
  leave.onclick = () => setTriggerValue("asked", "leave");
  const pressed = (event) => {
    // Another listener, of a picture that is about to go, may have answered.
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const from = event.composedPath()[0];
    if (from.closest && from.closest(TYPING)) return;
    const scrolls = !data.present && event.key.startsWith("Page");
    const leaves = event.key === "Escape" && data.present, step = !scrolls && KEYS[event.key];
    if (!leaves && !step) return;
    event.preventDefault();
    if (leaves) { setTriggerValue("asked", "leave"); return; }
    const now = root.asked ?? addressed() ?? data.usual, to = Math.min(now + step, data.last);
    if (to === now) return;
    root.asked = to;
    // Streamlit may tell the server of an earlier press again, after a later one.
    root.pressedAt = Math.max(Date.now(), (root.pressedAt ?? 0) + 1);
    setTriggerValue("asked", { week: to, at: root.pressedAt });
  };
  document.removeEventListener("keydown", root.pressed);
  root.pressed = pressed;
  document.addEventListener("keydown", pressed);
  return () => document.removeEventListener("keydown", pressed);
}
