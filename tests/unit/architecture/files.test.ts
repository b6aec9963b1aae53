import { describe, expect, test } from "vitest";
import { filesEndingIn, projectFiles, read } from "./project-files";

const CODE = [".ts", ".tsx", ".mts", ".mjs", ".cjs", ".js", ".css"];
const FOLDER =
  /^(\.?[a-z0-9]+(-[a-z0-9]+)*|\([a-z-]+\)|\[{1,2}(\.{3})?[a-z-]+\]{1,2}|_[a-z]+|openapi\.json)$/;
const FILE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)+$/;
/** Names that a tool dictates. */
const DICTATED = /^\.dependency-cruiser\.cjs$/;

describe("names", () => {
  test("the project is found at all", () => {
    expect(projectFiles.length).toBeGreaterThan(200);
    expect(projectFiles).toContain("tests/unit/architecture/files.test.ts");
  });

  test("files of code are kebab-case", () => {
    const names = filesEndingIn(CODE).map((path) => path.split("/").at(-1) ?? "");
    expect(names.filter((name) => !FILE.test(name) && !DICTATED.test(name))).toEqual([]);
  });

  test("folders are kebab-case, but for the brackets that the router reads", () => {
    const folders = new Set(filesEndingIn(CODE).flatMap((path) => path.split("/").slice(0, -1)));
    expect([...folders].filter((folder) => !FOLDER.test(folder))).toEqual([]);
  });

  test("no folder or file is a drawer for anything", () => {
    const drawers = /(^|\/)(utils?|helpers?|common|services?|misc|shared|lib\/[a-z-]+\/types)(\/|\.tsx?$)/;
    expect(projectFiles.filter((path) => drawers.test(path))).toEqual([]);
  });

  test("no file carries a version in its name", () => {
    expect(
      filesEndingIn(CODE).filter((path) =>
        /(^|[-./])(v[0-9]|old|new|legacy|copy|backup)(\.|\/|$)/.test(path),
      ),
    ).toEqual([]);
  });

  test("migrations are <instant>_<subject>.sql", () => {
    const migrations = projectFiles.filter((path) => path.startsWith("supabase/migrations/"));
    expect(migrations.filter((path) => !/\/\d{14}_[a-z]+(_[a-z]+)*\.sql$/.test(path))).toEqual([]);
  });
});

describe("the environment", () => {
  const MAY_READ = [
    "lib/platform/env/",
    "local/",
    "tests/",
    "bin/",
    "bench/",
    "next.config.ts",
    "middleware.ts",
    "instrumentation.ts",
    "playwright.config.ts",
    "vitest.config.ts",
  ];

  test("is read in lib/platform/env and by what runs outside the application, nowhere else", () => {
    const readers = filesEndingIn(CODE).filter((path) => read(path).includes("process.env"));
    expect(readers).toContain("lib/platform/env/index.ts");
    expect(readers.filter((path) => !MAY_READ.some((allowed) => path.startsWith(allowed)))).toEqual([]);
  });
});

describe("SQL", () => {
  /** A tagged template that begins with a statement, as postgres.js takes it. */
  const STATEMENT =
    /`\s*(with\s+\w+\s+(\([^)]*\)\s+)?as\b|select\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|create\s+(table|function|index)\b|alter\s+table\b|truncate\b)/i;
  const MAY_HOLD = /^lib\/platform\/|^lib\/[a-z]+\/(?:[a-z-]+\/)*(?:[a-z-]+-)?repository(?:\.ts$|\/)/;

  test("stands in repositories and in the platform, nowhere else in the application", () => {
    const holders = filesEndingIn([".ts", ".tsx"], ["app/", "lib/", "components/", "bin/"]).filter((path) =>
      STATEMENT.test(read(path)),
    );
    expect(holders).toContain("lib/accounts/repository.ts");
    expect(holders.filter((path) => !MAY_HOLD.test(path))).toEqual([]);
  });
});

test("no file names the host of a package registry: installing is the package manager's business", () => {
  // Put together here, so that this file does not name one either.
  const hosts = [
    ["registry", "npmjs", "org"],
    ["registry", "yarnpkg", "com"],
    ["npm", "pkg", "github", "com"],
    ["pypi", "org"],
    ["files", "pythonhosted", "org"],
    ["proxy", "golang", "org"],
    ["static", "crates", "io"],
    ["rubygems", "org"],
  ].map((parts) => parts.join("."));
  const naming = projectFiles
    .filter((path) => !/\.(woff2?|png|gz|ico|jpg)$/.test(path))
    .filter((path) => {
      const text = read(path);
      return hosts.some((host) => text.includes(host));
    });
  expect(naming).toEqual([]);
});

test("no file of code is longer than 400 lines: 250 is an alarm, this is the fire", () => {
  const long = filesEndingIn([".ts", ".tsx"], ["app/", "lib/", "components/", "local/", "bin/"])
    .map((path) => [path, read(path).split("\n").length] as const)
    .filter(([, lines]) => lines > 400);
  expect(long).toEqual([]);
});
