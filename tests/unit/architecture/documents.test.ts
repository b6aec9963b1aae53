import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { handlings as identityHandlings } from "@/lib/accounts/webhooks/table";
import { handlings } from "@/lib/billing/webhooks/table";
import { filesEndingIn, read, root } from "./project-files";

const documents = filesEndingIn([".md"]);
const withoutCode = (text: string) => text.replaceAll(/^```.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, "");
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[`*]/g, "")
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => slugOf(heading ?? ""));

describe.each(documents)("%s", (path) => {
  const text = read(path);

  test("has one title, and it comes first", () => {
    const titles = withoutCode(text).match(/^# .+$/gm) ?? [];
    expect(titles).toHaveLength(1);
    expect(text.startsWith("# ")).toBe(true);
  });

  test("links to nothing that is not there", () => {
    const links = [...withoutCode(text).matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(
      ([, target]) => target ?? "",
    );
    const broken = links.filter((target) => !/^(https?:|mailto:)/.test(target) && !resolves(path, target));
    expect(broken).toEqual([]);
  });

  test("tells to run only commands that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const blocks = [...text.matchAll(/^```(?:bash|sh)\n(.*?)^```/gms)]
      .map(([, block]) => block ?? "")
      .join("\n");
    const spoken = `${blocks}\n${text}`;
    const named = [...spoken.matchAll(/\bnpm run ([a-z][\w:-]*)/g)].map(([, name]) => name ?? "");
    const short = [...spoken.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name ?? "");
    expect([...named, ...short].filter((name) => !(name in scripts))).toEqual([]);
    const programs = [...spoken.matchAll(/\bnpx tsx (\S+\.ts)/g)].map(([, file]) => file ?? "");
    expect(programs.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  test("names files of the project that are there", () => {
    const named = [
      ...text.matchAll(/`((?:app|bin|components|docs|lib|local|supabase|tests|bench)\/[\w./()[\]-]+)`/g),
    ].map(([, file]) => file ?? "");
    expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});

test("docs/README.md leads to every page of docs", () => {
  const index = read("docs/README.md");
  const pages = documents.filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
  expect(pages.length).toBeGreaterThan(4);
  expect(pages.filter((path) => !index.includes(`(${path.replace("docs/", "")})`))).toEqual([]);
});

describe("docs/deployment.md", () => {
  const text = read("docs/deployment.md");

  test("lists exactly the events that the webhook acts on", () => {
    const block = [...text.matchAll(/^```text\n(.*?)^```/gms)]
      .map(([, lines]) => lines ?? "")
      .find((lines) => lines.includes("invoice.paid"));
    const acted = Object.entries(handlings)
      .filter(([, { kind }]) => kind === "sync")
      .map(([type]) => type);
    expect(block?.trim().split("\n")).toEqual(acted.sort());
  });

  test("lists exactly the events of the identity that are applied", () => {
    const block = [...text.matchAll(/^```text\n(.*?)^```/gms)]
      .map(([, lines]) => lines ?? "")
      .find((lines) => lines.includes("user.created"));
    const applied = Object.entries(identityHandlings)
      .filter(([, handling]) => typeof handling === "function")
      .map(([type]) => type);
    expect(block?.trim().split("\n")).toEqual(applied.sort());
  });

  test("names the API version that the installed Stripe library is made for", () => {
    expect(text).toContain(`API version \`${Stripe.API_VERSION}\``);
  });

  test("and the image speak of health paths that exist", () => {
    const named = [
      ...`${text}${read("docs/troubleshooting.md")}${read("Dockerfile")}`.matchAll(
        /\/api\/health(?:\/[a-z]+)?/g,
      ),
    ].map(([path]) => path);
    expect(new Set(named).size).toBe(5);
    for (const path of named) expect(existsSync(join(root, `app${path}/route.ts`)), path).toBe(true);
  });
});

function resolves(from: string, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? join(root, from) : join(root, dirname(from), decodeURI(file));
  if (!existsSync(path)) return false;
  if (anchor === undefined || statSync(path).isDirectory()) return true;
  return anchorsOf(read(path.slice(root.length))).includes(anchor);
}
