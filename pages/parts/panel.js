// A spreadsheet takes a cell that begins so for a formula; what is only a number stays one.
const FORMULA = /^[=+\-@\t\r]/, NUMBER = /^[+-]?[\d.,\s]+%?$/;

function cellText(cell) {
  // What stands below in small (the service of a link) follows its name.
  const parts = [...cell.childNodes].map((part) => part.textContent.replace(/\s+/g, " ").trim());
  const text = parts.filter(Boolean).join(" · ");
  const plain = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",;\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function save(table, title) {
  const rows = [...table.rows].map((row) => [...row.cells].map(cellText).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", rows.join("\r\n"), "\r\n"], { type: "text/csv;charset=utf-8" }));
  link.download = `${title.replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 80)}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// A quiet button at each table; it shows itself to a pointer and to the keyboard.
function offerTables(panel, words) {
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
    button.addEventListener("click", () => save(table, titles.at(-1)?.textContent || table.rows[0].cells[0].textContent));
    if (first) place.after(bar); else place.before(bar);
  }
}

// Shows our markup and turns plain clicks on its links into page changes without a reload.
export default function ({ parentElement, data }) {
  const panel = parentElement.querySelector(".panel");
  if (panel.shown === data.html) return;
  panel.shown = data.html;
  panel.innerHTML = data.html;
  offerTables(panel, data.csv);
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
