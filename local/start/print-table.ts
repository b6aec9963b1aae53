import pc from "picocolors";
import { demoPeople } from "../identity/demo-people";
import { SERVICE_LABELS } from "./service-names";
import type { Stack } from "./stack";

function row(cells: readonly string[], widths: readonly number[]): string {
  return `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("   ")}`.trimEnd();
}

/** Says what runs and where, who can sign in, and where to click first. */
export function printTable(
  stack: Stack,
  { mode, seconds, logDir }: { mode: "production" | "development"; seconds: number; logDir: string },
): void {
  const app = {
    name: SERVICE_LABELS.app,
    kind: mode === "production" ? "" : "hot reload",
    url: stack.urls.app,
  };
  const services = stack.composed.lines.map((line) => ({
    ...line,
    kind: line.standIn ? "stand-in" : "real",
  }));
  const rows = [app, ...services].map(({ name, kind, url }) => [name, kind, url]);
  const people = demoPeople.map(({ name, email, description }) => [name, email, description]);
  const widthOf = (table: readonly (readonly string[])[], column: number): number =>
    Math.max(...table.map((cells) => cells[column]?.length ?? 0));
  const print = (table: readonly (readonly string[])[]): void => {
    for (const cells of table) console.log(row(cells, [widthOf(table, 0), widthOf(table, 1)]));
  };

  console.log(`\n${pc.bold("Meterhouse is ready")} after ${seconds.toFixed(1)} s\n`);
  print(rows);
  if (stack.composed.standIns.has("identity")) {
    console.log(`\n${pc.bold("Sign in as")} (no password)\n`);
    print(people);
  }
  console.log(`\n${pc.bold("Start here")}  ${pc.cyan(`${stack.urls.app}/pricing`)}`);
  console.log(pc.dim(`Logs in ${logDir}. Ctrl-C stops everything.\n`));
}
