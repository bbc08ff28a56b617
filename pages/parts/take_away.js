// Takes a drawing or the numbers behind it along: copied as an image, as PNG, SVG or CSV.
const SVG = "http://www.w3.org/2000/svg";
const PAINT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "opacity", "visibility", "font-size", "font-weight", "text-anchor",
  "dominant-baseline", "paint-order"];
const EDGE = 24; // pixels of paper around the drawing

function* within(root) {
  for (const element of root.querySelectorAll("*")) {
    yield element;
    if (element.shadowRoot) yield* within(element.shadowRoot);
  }
}

const isDrawing = (element) =>
  element.matches("svg.main-svg, .chain-view svg") && element.checkVisibility() && element.clientWidth > 0;

// The page's rules do not travel with a file: what they paint is written on each element.
function painted(element) {
  const copy = element.cloneNode(true);
  const copies = [copy, ...copy.querySelectorAll("*")];
  [element, ...element.querySelectorAll("*")].forEach((one, at) => {
    const seen = getComputedStyle(one);
    for (const name of PAINT) copies[at].style.setProperty(name, seen.getPropertyValue(name));
    copies[at].style.setProperty("font-family", "Inter, sans-serif");
  });
  return copy;
}

function lines(text, font, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = font;
  const found = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = found.length ? `${found[found.length - 1]} ${word}` : word;
    if (found.length && pen.measureText(longer).width <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

async function fontFace(weight) {
  const answer = await fetch(new URL(`app/static/inter-${weight}.woff2`, document.baseURI));
  if (!answer.ok) return ""; // the picture is then written in the reader's own letters
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ""));
  return `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/woff2;base64,${text})}`;
}

async function picture(drawings, data, colours) {
  const boxes = drawings.map((drawing) => drawing.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left)), top = Math.min(...boxes.map((box) => box.top));
  const width = Math.max(...boxes.map((box) => box.right)) - left;
  const height = Math.max(...boxes.map((box) => box.bottom)) - top;
  const sheet = document.createElementNS(SVG, "svg");
  const add = (name, attributes, text = "") => {
    const element = sheet.appendChild(document.createElementNS(SVG, name));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };
  add("style", {}, (await Promise.all([400, 600].map(fontFace))).join(""));
  const paper = add("rect", { width: "100%", height: "100%", fill: colours.paper });
  let y = EDGE;
  const write = (text, size, weight, fill) => {
    for (const line of lines(text, `${weight} ${size}px Inter`, width)) {
      y += size * 1.35;
      add("text", { x: EDGE, y, fill, style: `font: ${weight} ${size}px Inter, sans-serif` }, line);
    }
  };
  write(data.title, 20, 600, colours.ink);
  write(data.note, 14, 400, colours.quiet);
  y += 14;
  drawings.forEach((drawing, at) => {
    const copy = painted(drawing), box = boxes[at];
    if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    const place = { x: EDGE + box.left - left, y: y + box.top - top, width: box.width, height: box.height };
    for (const [key, value] of Object.entries(place)) copy.setAttribute(key, value);
    for (const name of ["width", "height", "min-width", "position", "background"]) copy.style.removeProperty(name);
    sheet.append(copy);
  });
  y += height + 6;
  write(data.stamp, 12, 400, colours.quiet);
  const size = { width: Math.ceil(width + 2 * EDGE), height: Math.ceil(y + EDGE) };
  for (const [key, value] of Object.entries(size)) sheet.setAttribute(key, value);
  sheet.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  paper.setAttribute("height", size.height);
  return { text: new XMLSerializer().serializeToString(sheet), ...size };
}

async function raster({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2 * width, 2 * height];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export default function ({ parentElement, data }) {
  const bar = parentElement.querySelector(".take-away");
  const mine = getComputedStyle(bar);
  const colours = {
    paper: mine.getPropertyValue("--st-background-color"),
    ink: mine.getPropertyValue("--st-text-color"),
    quiet: mine.getPropertyValue("--st-gray-text-color"),
  };
  const drawn = () => {
    const host = document.querySelector(`.st-key-${CSS.escape(data.target)}`);
    return picture([...within(host)].filter(isDrawing), data, colours);
  };
  const ways = {
    copy: () => navigator.clipboard.write([new ClipboardItem({ "image/png": drawn().then(raster) })]),
    png: async () => save(await raster(await drawn()), `${data.file}.png`),
    svg: async () => save(new Blob([(await drawn()).text], { type: "image/svg+xml" }), `${data.file}.svg`),
    csv: async () => save(new Blob(["\ufeff", data.csv], { type: "text/csv;charset=utf-8" }), `${data.file}.csv`),
  };
  // A browser lends its clipboard to this machine's own pages and to encrypted ones alone.
  const canCopy = window.isSecureContext && Boolean(navigator.clipboard?.write) && "ClipboardItem" in window;
  bar.replaceChildren();
  for (const [way, [shown, told]] of Object.entries(data.words)) {
    if (way === "copy" && !canCopy) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = shown;
    button.title = told;
    button.setAttribute("aria-label", told.includes(shown) ? told : `${shown}: ${told}`);
    button.addEventListener("click", async () => {
      // A browser may refuse its clipboard, or the image be too much for it.
      const done = await ways[way]().then(() => true, () => false);
      if (done && way !== "copy") return;
      button.textContent = done ? data.copied : data.failed;
      setTimeout(() => { button.textContent = shown; }, 2000);
    });
    bar.append(button);
  }
}
