"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const boxes = document.getElementById("boxes");
  const place = document.getElementById("table");

  const choose = (title, options, chosen) => {
    const label = document.createElement("label");
    label.append(title);
    const select = document.createElement("select");
    for (const [value, text] of options) select.add(new Option(text, value, false, value === chosen));
    select.addEventListener("change", draw);
    label.append(select);
    boxes.append(label);
    return select;
  };

  const renderer = choose("Show as", [
    ["table", "Table"], ["bars", "Table Barchart"], ["heat", "Heatmap"],
    ["row", "Row Heatmap"], ["column", "Col Heatmap"],
  ], "bars");
  const aggregator = choose("Value", [
    ["count", "Frequency"], ["total", "Total Percent"], ["row", "Row Percent"], ["column", "Col Percent"],
  ], "column");
  const last = data.names.length - 1;
  const spots = data.names.map((name, axis) => choose(
    name, [["rows", "Rows"], ["columns", "Columns"], ["none", "Not used"]], axis === last ? "columns" : "rows",
  ));

  const axes = (spot) => spots.flatMap((select, axis) => (select.value === spot ? [axis] : []));
  const keyOf = (cell, chosen) => chosen.map((axis) => cell[axis]).join(",");

  // The frequencies of the chosen rows and columns; "" stands for all of them.
  const count = (rows, columns) => {
    const sums = new Map();
    const add = (row, column, n) => {
      if (!sums.has(row)) sums.set(row, new Map());
      sums.get(row).set(column, (sums.get(row).get(column) || 0) + n);
    };
    for (const cell of data.cells) {
      const n = cell[cell.length - 1];
      const row = keyOf(cell, rows), column = keyOf(cell, columns);
      add(row, column, n);
      if (rows.length) add("", column, n);
      if (columns.length) add(row, "", n);
      if (rows.length && columns.length) add("", "", n);
    }
    return (row, column) => (sums.get(row) && sums.get(row).get(column)) || 0;
  };

  const keys = (chosen) => {
    const found = new Set(data.cells.map((cell) => keyOf(cell, chosen)));
    const order = (text) => text.split(",").map(Number);
    return [...found].filter((key) => key !== "").sort((one, other) => {
      const a = order(one), b = order(other);
      const at = a.findIndex((value, index) => value !== b[index]);
      return at < 0 ? 0 : a[at] - b[at];
    });
  };

  const labels = (key, chosen) => (
    key === "" ? ["Total"] : key.split(",").map((value, index) => data.values[chosen[index]][Number(value)])
  );

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };

  const bases = {
    count: () => null,
    total: (at) => at("", ""),
    row: (at, row) => at(row, ""),
    column: (at, row, column) => at("", column),
  };
  const percent = (part, whole) => (whole ? (part / whole) * 100 : 0);
  const format = (value, isCount) => (isCount ? String(value) : `${value.toFixed(1)} %`);

  const header = (rows, columns, columnKeys) => {
    const head = element("thead");
    const lines = Math.max(columns.length, 1);
    for (let line = 0; line < lines; line += 1) {
      const tr = element("tr");
      if (line === 0) {
        for (const axis of rows) tr.append(element("th", data.names[axis], { scope: "col", rowspan: lines }));
        if (!rows.length) tr.append(element("td", "", { rowspan: lines }));
      }
      for (const key of columnKeys) {
        const text = columns.length ? `${data.names[columns[line]]}: ${labels(key, columns)[line]}` : "Total";
        tr.append(element("th", text, { scope: "col" }));
      }
      if (line === 0 && columns.length) tr.append(element("th", "Total", { scope: "col", rowspan: lines, class: "total" }));
      head.append(tr);
    }
    return head;
  };

  const paint = (td, value, scale) => {
    const share = scale ? value / scale : 0;
    if (renderer.value === "bars") {
      const bar = element("span", undefined, { class: "bar", "aria-hidden": "true" });
      bar.style.width = `${Math.round(share * 100)}%`;
      td.append(bar);
    } else if (renderer.value !== "table") {
      td.style.backgroundColor = `rgba(var(--tone), ${(share * 0.6).toFixed(3)})`;
    }
  };

  function draw() {
    const rows = axes("rows"), columns = axes("columns");
    const at = count(rows, columns);
    const rowKeys = rows.length ? keys(rows) : [""];
    const columnKeys = columns.length ? keys(columns) : [""];
    const isCount = aggregator.value === "count";
    const valueOf = (row, column) => {
      const base = bases[aggregator.value](at, row, column);
      return base === null ? at(row, column) : percent(at(row, column), base);
    };
    const most = (pairs) => Math.max(0, ...pairs.map(([row, column]) => valueOf(row, column)));
    const across = new Map(rowKeys.map((row) => [row, most(columnKeys.map((column) => [row, column]))]));
    const down = new Map(columnKeys.map((column) => [column, most(rowKeys.map((row) => [row, column]))]));
    const all = Math.max(0, ...across.values());
    const scaleOf = { row: (row) => across.get(row), column: (row, column) => down.get(column) };

    const table = element("table");
    table.append(element("caption", `${aggregator.selectedOptions[0].text} of ${at("", "")} records`));
    table.append(header(rows, columns, columns.length ? columnKeys : [""]));
    const body = element("tbody");
    const line = (row, total) => {
      const tr = element("tr");
      const titles = labels(row, rows);
      if (total || !rows.length) {
        tr.append(element("th", "Total", { scope: "row", colspan: Math.max(rows.length, 1), class: "total" }));
      } else {
        for (const title of titles) tr.append(element("th", title, { scope: "row" }));
      }
      for (const column of columnKeys) {
        const value = valueOf(row, column);
        const td = element("td", format(value, isCount), total ? { class: "total" } : {});
        if (!total) paint(td, value, (scaleOf[renderer.value] || (() => all))(row, column));
        tr.append(td);
      }
      if (columns.length) tr.append(element("td", format(valueOf(row, ""), isCount), { class: "total" }));
      body.append(tr);
    };
    for (const row of rowKeys) line(row, false);
    if (rows.length) line("", true);
    table.append(body);
    place.replaceChildren(table);
  }

  draw();
})();
