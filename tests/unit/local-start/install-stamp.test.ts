import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computeInstallStamp, isInstallFresh } from "@/local/start/install-stamp.mjs";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "meterhouse-stamp-"));
  writeFileSync(join(root, "package-lock.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeModule(name: string, content: string): string {
  mkdirSync(join(root, "node_modules"), { recursive: true });
  const path = join(root, "node_modules", name);
  writeFileSync(path, content);
  return path;
}

describe("the install stamp", () => {
  it("asks for an install in a fresh clone", () => {
    expect(isInstallFresh(root)).toBe(false);
  });

  it("asks for no install after one", () => {
    writeModule(".meterhouse-stamp", computeInstallStamp(root));
    expect(isInstallFresh(root)).toBe(true);
  });

  it("asks for an install when the lock file has changed since", () => {
    writeModule(".meterhouse-stamp", computeInstallStamp(root));
    writeFileSync(join(root, "package-lock.json"), '{"changed":true}');
    expect(isInstallFresh(root)).toBe(false);
  });

  it("asks for an install when one was cut short", () => {
    mkdirSync(join(root, "node_modules"));
    expect(isInstallFresh(root)).toBe(false);
  });

  it("accepts an install made by hand after the lock file, and none from before it", () => {
    const record = writeModule(".package-lock.json", "{}");
    expect(isInstallFresh(root)).toBe(true);
    utimesSync(record, new Date(0), new Date(0));
    expect(isInstallFresh(root)).toBe(false);
  });
});
