// A spreadsheet takes a cell that begins so for a formula; what is only a number stays one.
const FORMULA = /^[=+\-@\t\r]/, NUMBER = /^[+-]?[\d.,\s]+%?$/;

// What stands on lines of its own in a cell (the service below a link), each without what only marks.
function linesOf(cell) {
  const found = [""];
  const walk = (part) => {
    if (part.nodeType === Node.TEXT_NODE) found[found.length - 1] += part.data;
    if (part.nodeType !== Node.ELEMENT_NODE || part.ariaHidden === "true") return;
    const breaks = part.localName === "br" || !getComputedStyle(part).display.startsWith("inline");
    if (breaks) found.push("");
    part.childNodes.forEach(walk);
    if (breaks) found.push("");
  };
  cell.childNodes.forEach(walk);
  return found.map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
}

function cellText(cell) {
  const text = linesOf(cell).join(" · ");
  const plain = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",;\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function save(table, title, between) {
  const rows = [...table.rows].map((row) => [...row.cells].map(cellText).join(between));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", rows.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }));
  link.download = `${title.replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 80)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// A quiet button at each table; it shows itself to a pointer and to the keyboard.
function offerTables(panel, { csv: words, between }) {
  for (const table of panel.querySelectorAll(".scroll table:has(thead)")) {
    const place = table.closest(".scroll"), bar = document.createElement("div");
    const button = bar.appendChild(document.createElement("button"));
    const titles = [...panel.querySelectorAll("h1, h2")].filter(
      (title) => title.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
    // Above a table that begins its panel there is no room but on its titles, which sort.
    const first = panel.firstElementChild === place;
    bar.className = first ? "csv below" : "csv";
    button.type = "button";
    button.textContent = "CSV";
    button.title = words;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => save(table, titles.at(-1)?.textContent || table.rows[0].cells[0].textContent, between));
    if (first) place.after(bar); else place.before(bar);
  }
}

// Shows our markup and turns plain clicks on its links into page changes without a reload.
export default function ({ parentElement, data }) {
  const panel = parentElement.querySelector(".panel");
  if (panel.shown === data.html) return;
  panel.shown = data.html;
  panel.innerHTML = data.html;
  offerTables(panel, data);
  if (panel.listening) return;
  panel.listening = true;
  panel.addEventListener("click", (event) => {
    const more = event.target.closest("button.more");
    if (more) more.setAttribute("aria-expanded", more.ariaExpanded !== "true");
    const link = event.target.closest("a[href]");
    // A modified click opens a tab of its own: the address is a real one.
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    if (link.hasAttribute("target")) return;
    event.preventDefault();
    // The page's own listener tells the server (followed.py): panels only show.
    document.dispatchEvent(new CustomEvent("eslabon-open", { detail: link.getAttribute("href") }));
  });
}
