import { readFileSync } from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { call } from "./support/api";
import { createKey, signUp } from "./support/people";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

interface Curl {
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: string;
}

/** The call of the README, as a shell would make it: variables stand in double quotes, the body in single ones. */
function readCurl(environment: Readonly<Record<string, string>>): Curl {
  const text = /^```bash\n(curl .*?)^```/ms.exec(readme)?.[1]?.replaceAll("\\\n", " ") ?? "";
  const fill = (value: string) =>
    value.replaceAll(/\$([A-Z_]+)/g, (_, name: string) => {
      const known = environment[name];
      if (known === undefined) throw new Error(`The README does not say what $${name} is.`);
      return known;
    });
  const headers = [...text.matchAll(/-H "([\w-]+): ([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [name.toLowerCase(), fill(value)] as const,
  );
  return {
    address: new URL(/^curl (\S+)/.exec(text)?.[1] ?? ""),
    headers: Object.fromEntries(headers),
    raw: /-d '([^']*)'/.exec(text)?.[1] ?? "",
  };
}

let curl: Curl;
beforeAll(async () => {
  const { key } = await createKey(await signUp());
  curl = readCurl({ METERHOUSE_API_KEY: key });
});

it("the call of the README counts one use, and again counts nothing", async () => {
  const { address, headers, raw } = curl;
  const again = () => call({ method: "POST", path: address.pathname, headers, raw });
  const first = await again();
  expect(first.status).toBe(200);
  expect(first.body?.data).toMatchObject({ used: 1 });
  for (const field of ["used", "limit", "remaining", "resetsAt"]) {
    expect(readme).toContain(`\`${field}\``);
    expect(first.body?.data).toHaveProperty(field);
  }
  expect((await again()).body?.data).toMatchObject({ used: 1 });
});
