// Writes the page's language on it, and says Streamlit's own words in that language; has one step of the
// reader be one step of the browser's "back".
const NAMED = ["aria-label", "title", "placeholder", "aria-roledescription"];
const PLACEHOLDER = /\\\{\w+\\\}/g; // {name} and {n}, once their braces are escaped
const english = new WeakMap(); // what Streamlit wrote, of each text and element that we wrote anew
let places = [], everywhere = "", watcher = null;

function reader([phrase, said]) {
  const pattern = phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const names = [...phrase.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  if (!names.length) return (text) => (text === phrase ? said : null);
  const whole = new RegExp(`^${pattern.replace(PLACEHOLDER, "([^]+)")}$`);
  return (text) => {
    const found = whole.exec(text);
    return found && said.replace(/\{(\w+)\}/g, (_, name) => found[names.indexOf(name) + 1]);
  };
}

function translated(text, readers) {
  for (const read of readers) {
    const said = read(text);
    if (said !== null) return said;
  }
  return null;
}

// A text is said anew where Streamlit wrote it last, not where we did.
function say(holder, name, now, readers, write) {
  const known = english.get(holder)?.[name];
  const original = known && known.said === now ? known.original : now;
  const core = original.trim();
  const said = core && translated(core, readers);
  if (!said) return;
  const whole = original.replace(core, () => said);
  english.set(holder, { ...english.get(holder), [name]: { original, said: whole } });
  if (whole !== now) write(whole);
}

function speak(element, readers) {
  const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = element; node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      say(node, "text", node.data, readers, (text) => { node.data = text; });
      continue;
    }
    for (const name of NAMED) {
      if (node.hasAttribute(name))
        say(node, name, node.getAttribute(name), readers, (text) => node.setAttribute(name, text));
    }
  }
}

function sweep() {
  if (!document.querySelector(everywhere)) return;
  for (const [place, readers] of places)
    for (const element of document.querySelectorAll(place)) speak(element, readers);
}

// Streamlit makes a step of each parameter that the server writes, and of the page that follows: all
// that is written after a click or a key belongs to one step.
function joinSteps() {
  if (history.joined) return;
  history.joined = true;
  const push = history.pushState;
  let isTaken = true;
  history.pushState = function (state, title, url) {
    if (isTaken) history.replaceState(state, title, url); else push.call(history, state, title, url);
    isTaken = true;
  };
  for (const kind of ["pointerdown", "keydown"])
    window.addEventListener(kind, () => { isTaken = false; }, true);
  window.addEventListener("popstate", () => { isTaken = true; }, true);
}

export default ({ data }) => {
  joinSteps();
  document.documentElement.lang = data.tag;
  places = data.words.map(([place, phrases]) => [place, phrases.map(reader)]);
  everywhere = places.map(([place]) => place).join(", ");
  sweep();
  watcher?.disconnect();
  // Drawings change often and say nothing of Streamlit's.
  watcher = new MutationObserver((changes) => {
    if (changes.some(({ target }) => !(target instanceof SVGElement))) sweep();
  });
  watcher.observe(document.body, {
    subtree: true, childList: true, characterData: true, attributeFilter: NAMED,
  });
};
