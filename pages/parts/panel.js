// Shows our markup and turns plain clicks on its links into page changes without a reload.
export default function ({ parentElement, data, setTriggerValue }) {
  const panel = parentElement.querySelector(".panel");
  panel.openPage = (address) => setTriggerValue("went", address);
  if (panel.shown === data.html) return;
  panel.shown = data.html;
  panel.innerHTML = data.html;
  if (panel.listening) return;
  panel.listening = true;
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    // A modified click opens a tab of its own: the address is a real one.
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    if (link.hasAttribute("target")) return;
    event.preventDefault();
    panel.openPage(link.getAttribute("href"));
  });
}
