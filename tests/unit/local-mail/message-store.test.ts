import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTransport } from "nodemailer";
import type { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MessageStore } from "@/local/mail/message-store";
import { createMailRoutes } from "@/local/mail/routes";
import { createSmtpServer } from "@/local/mail/smtp";

const LOCAL = { host: "localhost" };

let directory: string;
let store: MessageStore;
let smtp: SMTPServer;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "meterhouse-mail-"));
  store = await MessageStore.open(directory);
  smtp = createSmtpServer(store);
  await new Promise<void>((resolve) => smtp.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  rmSync(directory, { recursive: true, force: true });
});

async function send(overrides: { to?: string; subject?: string; html?: string } = {}): Promise<void> {
  const address = smtp.server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen.");
  const transport = createTransport(`smtp://127.0.0.1:${address.port}`);
  await transport.sendMail({
    from: "Meterhouse <billing@meterhouse.example>",
    to: overrides.to ?? "ada@larkfield.example",
    subject: overrides.subject ?? "Your receipt",
    text: "Thank you, Ada.",
    ...(overrides.html === undefined ? {} : { html: overrides.html }),
  });
}

function get(
  path: string,
  init: { method?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { method = "GET", headers = {} } = init;
  return Promise.resolve(
    createMailRoutes(store).request(path, { method, headers: { ...LOCAL, ...headers } }),
  );
}

describe("the mail catcher", () => {
  it("keeps a message on disk before it accepts it, so a restart shows it again", async () => {
    await send();
    const [message] = (await MessageStore.open(directory)).list({});
    expect(message).toMatchObject({
      from: "Meterhouse <billing@meterhouse.example>",
      to: ["ada@larkfield.example"],
      subject: "Your receipt",
      text: "Thank you, Ada.",
    });
  });

  it("lists the newest first, by recipient whatever the case, and by words anywhere", async () => {
    await send({ subject: "First" });
    await send({ subject: "Second", to: "mei@larkfield.example" });
    expect(store.list({}).map(({ subject }) => subject)).toEqual(["Second", "First"]);
    expect(store.list({ to: "MEI@larkfield.example" }).map(({ subject }) => subject)).toEqual(["Second"]);
    expect(store.list({ search: "thank FIRST" }).map(({ subject }) => subject)).toEqual(["First"]);
  });

  it("answers GET /api/messages?to= for tests", async () => {
    await send();
    const body = (await (await get("/api/messages?to=ada@larkfield.example")).json()) as {
      messages: unknown[];
    };
    expect(body.messages).toHaveLength(1);
  });

  it("shows a message's markup as text, and its HTML only in a frame that runs nothing", async () => {
    await send({ subject: "<script>alert(1)</script>", html: "<script>alert(1)</script><b>Hi</b>" });
    const id = store.list({})[0]?.id ?? "";
    const page = await (await get(`/messages/${id}`)).text();
    expect(page).not.toContain("<script>alert");
    expect(page).toContain('sandbox="allow-popups');
    const policy = (await get(`/messages/${id}/html`)).headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("sandbox ");
  });

  it("deletes a message for good", async () => {
    await send();
    const id = store.list({})[0]?.id ?? "";
    expect((await get(`/api/messages/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await get(`/api/messages/${id}`)).status).toBe(404);
    expect((await MessageStore.open(directory)).list({})).toEqual([]);
  });

  it("refuses a page elsewhere: a foreign host name, and a form from another origin", async () => {
    expect((await get("/api/messages", { headers: { host: "evil.example" } })).status).toBe(403);
    const form = { origin: "http://evil.example", "content-type": "application/x-www-form-urlencoded" };
    expect((await get("/delete-all", { method: "POST", headers: form })).status).toBe(403);
  });

  it("says on every page that nothing leaves this machine", async () => {
    for (const path of ["/", "/messages/none"]) {
      expect(await (await get(path)).text()).toContain("local mail - nothing leaves this machine");
    }
  });
});
