import type { Measured } from "./run-scenario";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** The results as a table for people. */
export function formatResults(results: readonly Measured[]): string {
  const rows = [
    ["scenario", "requests/s", "events/s", "p50 ms", "p99 ms", "of trivial", "failures"],
    ...results.map((result) => [
      result.scenario,
      number.format(result.requestsPerSecond),
      result.unitsPerSecond === null ? "" : number.format(result.unitsPerSecond),
      String(result.p50Ms),
      String(result.p99Ms),
      result.ratio === null ? "" : `${Math.round(result.ratio * 100)}%`,
      String(result.failures),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  const wrong = results.flatMap(({ scenario, discrepancy }) =>
    discrepancy ? [`${scenario}: WRONG, ${discrepancy}`] : [],
  );
  return [...lines, ...wrong].join("\n");
}
