import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computeBuildHash } from "@/local/start/build-hash";

let root: string;

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "meterhouse-build-"));
  write("app/page.tsx", "one");
  write("package-lock.json", "{}");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("the fingerprint of a build", () => {
  it("stays the same while nothing the app is made of changes", () => {
    const before = computeBuildHash(root, {});
    write("tests/unit/a.test.ts", "x");
    write("local/start/main.ts", "x");
    write(".local/secrets.json", "{}");
    write("README.md", "x");
    write(".env", "LOG_LEVEL=debug");
    expect(computeBuildHash(root, { LOG_LEVEL: "debug" })).toBe(before);
  });

  it.each([
    ["app/page.tsx", "two"],
    ["lib/new/file.ts", "x"],
    ["package-lock.json", '{"changed":true}'],
    ["next.config.ts", "x"],
  ])("changes with %s", (path, content) => {
    const before = computeBuildHash(root, {});
    write(path, content);
    expect(computeBuildHash(root, {})).not.toBe(before);
  });

  it("changes when a file is renamed, and with every variable that is built in", () => {
    const before = computeBuildHash(root, {});
    expect(computeBuildHash(root, { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_x" })).not.toBe(before);
    rmSync(join(root, "app/page.tsx"));
    write("app/pages.tsx", "one");
    expect(computeBuildHash(root, {})).not.toBe(before);
  });
});
