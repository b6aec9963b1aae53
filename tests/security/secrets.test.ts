import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { variables } from "@/lib/platform/env";
import { computeBuildHash } from "@/local/start/build-hash";
import { BUILD_DIRECTORY } from "@/local/start/build-lock";
import { get } from "@/tests/integration/path/support/api";
import { signUp, type Visitor } from "@/tests/integration/path/support/people";
import { stack } from "@/tests/support/stack";
import { inTurns } from "./support/in-turns";
import { findSecrets, listSecrets } from "./support/list-secrets";
import { listPages } from "./support/pages";
import { FORMS, readAs } from "./support/read-as";

const root = new URL("../..", import.meta.url).pathname;
const folder = join(root, BUILD_DIRECTORY, computeBuildHash(root, stack.env), "static");
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name));
const scripts = files.filter((file) => file.endsWith(".js"));

/** Names that browsers may read, each with the reason. */
const TOLD: Readonly<Record<string, string>> = {
  NODE_ENV: "Next's own library names it in a warning.",
  CLERK_SECRET_KEY: "Clerk's library lists it, and the local sign-in says that it ends by setting it.",
};
/** Names that only the server's code may know: a bundle that has one holds the code that reads it. */
const serverNames = Object.keys(variables).filter(
  (name) => !name.startsWith("NEXT_PUBLIC_") && name.includes("_") && TOLD[name] === undefined,
);
const findNames = (text: string): readonly string[] =>
  serverNames.filter((name) => new RegExp(`\\b${name}\\b`).test(text));

let visitor: Visitor;
beforeAll(async () => {
  visitor = await signUp();
});

describe("secrets", () => {
  it("are looked for in a way that finds each of them, however it is written", () => {
    const secrets = listSecrets();
    expect(secrets.length).toBeGreaterThan(15);
    for (const { name, value } of secrets) {
      const bytes = Buffer.from(value);
      const encoded = Buffer.from(`{"a":"${value}"}`);
      const forms = [
        `const a="${value}"`,
        `?a=${encodeURIComponent(value)}`,
        bytes.toString("hex"),
        bytes.toString("base64"),
        encoded.toString("base64"),
        encoded.toString("base64url"),
      ];
      for (const form of forms) expect(findSecrets(form), form).toContain(name);
    }
    expect(findSecrets("an honest bundle")).toEqual([]);
    expect(findNames("process.env.STRIPE_SECRET_KEY")).toEqual(["STRIPE_SECRET_KEY"]);
  });

  it("are in no file that browsers load, nor are the names of their variables", () => {
    expect(scripts.length).toBeGreaterThan(10);
    const secrets = listSecrets();
    const found = files.flatMap((file) => {
      const content = readFileSync(file, "latin1");
      return [...findSecrets(content, secrets), ...findNames(content)].map((name) => `${file}: ${name}`);
    });
    expect(found).toEqual([]);
  });

  it("are on no page, as HTML or as data, nor in what the API tells everybody", async () => {
    const secrets = listSecrets();
    const pages = [...listPages({ account: visitor.accountSlug }), "/nothing/here"];
    const paths = [...pages, "/api/openapi.json", "/api/health", "/api/account"];
    let shown = 0;
    await inTurns(paths, async (path) => {
      for (const reader of [{ cookie: visitor.cookie }, {}]) {
        for (const headers of FORMS) {
          const { status, text } = await readAs(reader, path, undefined, headers);
          if (status === 200) shown += 1;
          expect(findSecrets(text, secrets), path).toEqual([]);
          expect(findNames(text), path).toEqual([]);
        }
      }
    });
    expect(shown).toBeGreaterThan(40);
  });

  it("are in no log of the run", () => {
    const secrets = listSecrets();
    const logs = readdirSync(join(stack.stateDir, "logs"));
    expect(logs).toContain("app.log");
    for (const log of logs) {
      const content = readFileSync(join(stack.stateDir, "logs", log), "utf8");
      expect(findSecrets(content, secrets), log).toEqual([]);
    }
  });
});

describe("the application's sources", () => {
  it("are not shown by maps of the scripts", async () => {
    expect(files.filter((file) => file.endsWith(".map"))).toEqual([]);
    const told = scripts.filter((file) => readFileSync(file, "utf8").includes("sourceMappingURL"));
    expect(told).toEqual([]);
    const [script = ""] = scripts;
    const address = `/_next/static/${script.slice(folder.length + 1)}`;
    expect((await get(address)).status).toBe(200);
    expect((await get(`${address}.map`)).status).toBe(404);
  });

  it.each([
    "/.env",
    "/package.json",
    "/next.config.ts",
    "/.next/BUILD_ID",
    "/_next/BUILD_ID",
    "/_next/required-server-files.json",
    "/_next/server/middleware-manifest.json",
    "/_next/static/..%2fserver/app-paths-manifest.json",
    "/_next/static/%2e%2e/%2e%2e/BUILD_ID",
    "/_next/image?url=%2fetc%2fpasswd&w=64&q=75",
    "/_next/image?url=http%3a%2f%2f127.0.0.1%2f&w=64&q=75",
  ])("are not served: %s", async (path) => {
    const answer = await get(path);
    expect([400, 404], `${path} ${answer.status}`).toContain(answer.status);
  });
});
