// Runs in a page with figures: draws each where its still picture stands, with buttons below it.
(() => {
  const INK = () => getComputedStyle(document.body).color;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // plotly.js lies in the page packed, at less than half its size.
  async function loadPlotly() {
    const packed = document.getElementById("plotly").textContent;
    const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
    const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(unpacked).text();
    document.head.append(script);
  }

  // A label of plotly's, which has a few tags in it, as text.
  const plain = (label) =>
    new DOMParser().parseFromString(`${label ?? ""}`.replaceAll("<br>", " "), "text/html").body
      .textContent;

  const element = (tag, properties, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  // ——— The names along an axis: as many as fit.

  const canvas = document.createElement("canvas").getContext("2d");
  const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10000];
  const LINE = 16; // pixels that a line of names needs

  // Which names to write along an axis that shows some pixels for each.
  function fittingNames(names, axis, isUpright) {
    const [low, high] = [...axis.range].sort((a, b) => a - b);
    const room = axis._length / (high - low);
    canvas.font = `${axis.tickfont.size}px ${getComputedStyle(document.body).fontFamily}`;
    const widest = Math.max(...names.map((name) => canvas.measureText(plain(name)).width));
    // Words are turned by plotly where they don't fit; numbers and single characters are left out.
    const isShort = names.every((name) => /^.?.$|^\d+$/u.test(plain(name)));
    const need = isUpright || !isShort ? LINE : widest + 5;
    const step = STEPS.find((each) => each * room >= need) ?? names.length;
    const places = names.map((_, place) => place)
      .filter((place) => place % step === 0 && place >= low - 0.5 && place <= high + 0.5);
    return { tickvals: places, ticktext: places.map((place) => names[place]) };
  }

  // Between two powers of ten there may be room for no other number.
  function fittingPowers(plot) {
    const changes = {};
    for (const [side, need] of [["xaxis", 36], ["yaxis", LINE]]) {
      const { type, range, dtick, _length } = plot._fullLayout[side] ?? {};
      if (type !== "log" || plot.powers[side] !== "D2") continue;
      const room = Math.log10(2) * _length / Math.abs(range[1] - range[0]);
      const fitting = room < need ? 1 : "D2";
      if (dtick !== fitting) changes[`${side}.dtick`] = fitting;
    }
    return changes;
  }

  // A title longer than its axis goes on in a second line.
  function brokenTitle({ text, font }, room) {
    canvas.font = `${font?.size ?? 14}px ${getComputedStyle(document.body).fontFamily}`;
    const words = `${text ?? ""}`.split(" ");
    const width = (part) => canvas.measureText(plain(part.join(" "))).width;
    if (words.length < 2 || width(words) <= room) return text;
    let at = words.length - 1;
    while (at > 1 && width(words.slice(0, at)) > room) at--;
    return `${words.slice(0, at).join(" ")}<br>${words.slice(at).join(" ")}`;
  }

  // Words inside a picture that only a wide one has room for; the others become small.
  function hideDetails(plot) {
    const details = plot.data.map(({ meta }, i) => meta === "where there is room" ? i : -1)
      .filter((i) => i >= 0);
    const visible = plot.clientWidth >= 560;
    if (details.length === 0 || (plot.data[details[0]].visible ?? true) === visible) return;
    globalThis.Plotly.update(plot, { visible }, {
      annotations: plot.layout.annotations.map((each) => ({
        ...each,
        font: { ...each.font, size: visible ? 13 : 10 },
        borderpad: visible ? 4 : 2,
      })),
    }, details);
  }

  // Names of lines and beside points: those that would lie on others wait for the pointer, or more room.
  function clearNames(plot) {
    const taken = [];
    for (const kind of [".annotation text", ".textpoint text"]) {
      for (const text of plot.querySelectorAll(kind)) {
        text.style.display = "";
        // A node's name stands in a box.
        const box = (text.parentNode.querySelector(".bg") ?? text).getBoundingClientRect();
        const isHidden = taken.some((other) =>
          box.left < other.right && other.left < box.right && box.top + 2 < other.bottom &&
          other.top + 2 < box.bottom
        );
        if (isHidden) text.style.display = "none";
        else taken.push(box);
      }
    }
  }

  // Below an axis that long names have pushed aside, its title has less room than the figure is wide.
  function fittingTitle(plot) {
    const { _offset, _length } = plot._fullLayout.xaxis ?? {};
    const title = plot.layout.xaxis?.title;
    if (title?.text === undefined || _length === undefined) return {};
    const middle = _offset + _length / 2;
    const room = 2 * Math.min(middle, plot.clientWidth - middle);
    const text = brokenTitle({ ...title, text: title.text.replace("<br>", " ") }, room);
    return text === title.text ? {} : { "xaxis.title.text": text };
  }

  function fitNames(plot) {
    const { names = {} } = plot.layout.meta ?? {};
    const changes = {};
    for (const [side, list] of Object.entries(names)) {
      const axis = plot._fullLayout[`${side}axis`];
      const { tickvals, ticktext } = fittingNames(list, axis, side === "y");
      if (`${axis.tickvals}` === `${tickvals}`) continue;
      changes[`${side}axis.tickvals`] = tickvals;
      changes[`${side}axis.ticktext`] = ticktext;
    }
    Object.assign(changes, fittingPowers(plot), fittingTitle(plot));
    // Fewer names change the margins, and those the room: not for ever.
    const state = `${plot.clientWidth} ${plot._fullLayout.xaxis?.range}`;
    plot.fits = plot.fits?.state === state ? plot.fits : { state, times: 0 };
    if (Object.keys(changes).length > 0 && plot.fits.times++ < 3) {
      globalThis.Plotly.relayout(plot, changes);
    }
  }

  // ——— The numbers as a table.

  const MOST_CELLS = 4000;
  const show = (value) =>
    typeof value === "number" ? `${Number(value.toPrecision(6))}` : plain(value);
  const titleOf = (axis, otherwise) => plain(axis?.title?.text) || otherwise;

  // A matrix is a table already.
  function matrixTable({ z }, { xaxis, yaxis, meta }) {
    const nameOf = (side, i) => plain(meta?.names?.[side]?.[i] ?? i);
    const heads = [
      `${titleOf(yaxis, "row")} \\ ${titleOf(xaxis, "column")}`,
      ...z[0].map((_, i) => nameOf("x", i)),
    ];
    return { heads, rows: z.map((row, i) => [nameOf("y", i), ...row.map((v) => v ?? "–")]) };
  }

  // Of everything else, a row for each point; columns that say nothing are left out.
  function pointTable(data, { xaxis, yaxis }) {
    const isPicture = xaxis?.visible === false; // where things stand in it means nothing
    const rows = data.flatMap((trace, k) => {
      const { x = [], y = x.map((_, i) => i), text, customdata, orientation } = trace;
      const error = trace[orientation === "h" ? "error_x" : "error_y"];
      const own = (list, i) => Array.isArray(list) ? list[i] : list;
      if (isPicture && typeof text === "string") return [["", text, "", "", ""]];
      return (x.length === 0 ? y : x).map((_, i) => [
        trace.name ?? k + 1,
        own(customdata, i) ?? own(text, i) ?? "",
        isPicture ? "" : x[i] ?? (x.length === 0 ? i : "–"),
        isPicture ? "" : y[i] ?? "–",
        error === undefined ? "" : `−${show(error.arrayminus[i])} +${show(error.array[i])}`,
      ]);
    });
    const names = data.some(({ customdata }) => customdata !== undefined);
    const across = data.some(({ orientation }) => orientation === "h");
    const heads = ["series", "name", titleOf(xaxis, "x"), titleOf(yaxis, "y"), "error"];
    if (names) heads[1] = heads[across ? 3 : 2];
    const kept = heads.map((_, column) => column).filter((column) => {
      if (names && column === (across ? 3 : 2)) return false; // the place of a name
      const values = new Set(rows.map((row) => row[column]));
      return column === 0 ? values.size > 1 : !values.has("") || values.size > 1;
    });
    return {
      heads: kept.map((column) => heads[column]),
      rows: rows.map((row) => kept.map((column) => row[column])),
    };
  }

  function numbersOf({ data, layout }) {
    const matrix = data.find(({ z }) => Array.isArray(z));
    const shown = data.filter(({ visible, mode }) => visible !== false && mode !== "text");
    const { heads, rows } = matrix ? matrixTable(matrix, layout) : pointTable(shown, layout);
    const most = Math.max(1, Math.floor(MOST_CELLS / heads.length));
    const head = heads.map((text) => element("th", { scope: "col", textContent: text }));
    const body = rows.slice(0, most).map((row) =>
      element(
        "tr",
        {},
        ...row.map((value, i) =>
          i === 0
            ? element("th", { scope: "row", textContent: show(value) })
            : element("td", { textContent: show(value) })
        ),
      )
    );
    const table = element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...head)),
      element("tbody", {}, ...body),
    );
    const box = element("div", { className: "numbers", tabIndex: 0 }, table);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "The figure's numbers");
    if (rows.length > most) {
      box.append(element("p", { textContent: `The first ${most} of ${rows.length} rows.` }));
    }
    return box;
  }

  // ——— The buttons below a figure.

  // Zooms around the place that the pointer or a finger was at last, or the middle.
  function zoom(plot, factor) {
    const changes = {};
    for (const side of ["x", "y"]) {
      const { range, fixedrange } = plot._fullLayout[`${side}axis`];
      if (fixedrange) continue;
      const [low, high] = range;
      const last = plot.lastPlace?.[side];
      const inside = last !== undefined && (last - low) * (last - high) <= 0;
      const middle = inside ? last : (low + high) / 2;
      changes[`${side}axis.range`] = [low, high].map((end) => middle + (end - middle) * factor);
    }
    return globalThis.Plotly.relayout(plot, changes);
  }

  // As the figure was drawn at first.
  function reset(plot, { xaxis = {}, yaxis = {} }) {
    const changes = {};
    for (const [side, { range, autorange }] of Object.entries({ xaxis, yaxis })) {
      if (range === undefined) changes[`${side}.autorange`] = autorange ?? true;
      else changes[`${side}.range`] = range;
    }
    return globalThis.Plotly.relayout(plot, changes);
  }

  // On paper, whatever the page's colours are.
  const save = (plot, name) =>
    globalThis.Plotly.downloadImage({
      data: plot.data,
      layout: {
        ...plot.layout,
        font: { ...plot.layout.font, color: "#1f2429" },
        paper_bgcolor: "#fff",
      },
    }, {
      format: "png",
      filename: name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60),
      width: plot.clientWidth,
      height: plot.clientHeight,
      scale: 2,
    });

  function toolsFor(plot, spec, name) {
    const button = (text, label, act) => {
      const made = element("button", { type: "button", textContent: text, title: label });
      if (text.length === 1) made.setAttribute("aria-label", label);
      made.addEventListener("click", () => act(made));
      return made;
    };
    let numbers;
    const data = button("Data", "Show the numbers as a table", (made) => {
      const isShown = made.getAttribute("aria-expanded") === "true";
      made.setAttribute("aria-expanded", `${!isShown}`);
      if (numbers === undefined) bar.after(numbers = numbersOf(spec));
      numbers.hidden = isShown;
      dispatchEvent(new Event("resize")); // which boxes scroll is known there
    });
    data.setAttribute("aria-expanded", "false");
    const zooms = plot._fullLayout.xaxis?.fixedrange !== false ? [] : [
      button("+", "Zoom in, around the place touched last", () => zoom(plot, 0.6)),
      button("−", "Zoom out", () => zoom(plot, 1 / 0.6)),
      button("Reset", "Show all again", () => reset(plot, spec.layout ?? {})),
    ];
    const bar = element(
      "div",
      { className: "tools" },
      data,
      ...zooms,
      button("Save", "Save the figure as a picture", () => save(plot, name)),
    );
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Figure");
    return bar;
  }

  // ——— Drawing.

  // The vertical axis, with a title that fits a length; none where the figure says nothing of it.
  const withTitle = (axis, room) =>
    axis?.title?.text === undefined
      ? {}
      : { yaxis: { ...axis, title: { ...axis.title, text: brokenTitle(axis.title, room) } } };

  // The caption already says the title, so the plot needs neither it nor its place.
  function layoutFor(output, { title, width: _width, ...layout } = {}) {
    const isSaid = output.querySelector("figcaption") !== null && title !== undefined;
    return {
      ...layout,
      ...withTitle(layout.yaxis, (layout.height ?? 420) - 120),
      ...(isSaid ? { margin: { ...layout.margin, t: 16 } } : { title }),
      autosize: true,
      hoverlabel: { ...layout.hoverlabel, namelength: -1 },
      font: { ...layout.font, color: INK() },
    };
  }

  // The still picture stays in the page: it is what a printer gets.
  async function draw(output) {
    const spec = JSON.parse(output.querySelector("script").textContent);
    const still = output.querySelector("img, svg, .lab-data");
    const words = output.querySelector("figure")?.dataset.alt ?? still?.getAttribute("alt") ??
      spec.layout?.title?.text ?? "Figure";
    const plot = element("div", { className: "plot" });
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", words);
    // A finger scrolls the page and a tap is a click: plotly, which would zoom, does not hear of it.
    plot.addEventListener("touchstart", (event) => event.stopPropagation(), {
      capture: true,
      passive: true,
    });
    if (still === null) output.append(plot);
    else still.after(plot);
    await globalThis.Plotly.newPlot(
      plot,
      structuredClone(spec.data), // plotly keeps what it is given
      layoutFor(output, structuredClone(spec.layout)),
      { ...spec.config, responsive: true, displayModeBar: false, showTips: false },
    );
    const name = output.querySelector("figcaption strong")?.textContent ?? "figure";
    plot.after(toolsFor(plot, spec, name));
    const fit = () => {
      fitNames(plot);
      hideDetails(plot);
      clearNames(plot);
    };
    plot.powers = { xaxis: spec.layout?.xaxis?.dtick, yaxis: spec.layout?.yaxis?.dtick };
    fit();
    plot.on("plotly_afterplot", fit);
    plot.on(
      "plotly_hover",
      ({ xvals, yvals }) => plot.lastPlace = { x: xvals?.[0], y: yvals?.[0] },
    );
    output.classList.add("drawn");
    dark.addEventListener("change", () => {
      globalThis.Plotly.relayout(plot, { "font.color": INK() });
    });
  }

  (async () => {
    try {
      await loadPlotly();
    } catch (error) {
      return console.error(error); // the still pictures remain
    }
    for (const output of document.querySelectorAll(".output.plotly")) {
      try {
        await draw(output);
      } catch (error) {
        console.error(error);
      }
    }
    document.documentElement.dataset.figures = "drawn";
  })();
})();
