import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { verifyWebhook } from "@clerk/backend/webhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EventDeliverer } from "@/local/identity/events/deliverer";
import { IdentityStore } from "@/local/identity/store";
import { createTestDatabase, type TestDatabase } from "../../support/database";
import { until } from "../path/support/until";

const SECRET = `whsec_${Buffer.from("a secret of the test").toString("base64")}`;

interface Taken {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

let database: TestDatabase;
let store: IdentityStore;
let server: Server;
let deliverer: EventDeliverer;
/** What the receiver answers, the first that is left; 200 when none is. */
let answers: number[];
let taken: Taken[];

beforeAll(async () => {
  database = await createTestDatabase();
  store = new IdentityStore(database.ownerUrl);
  await store.prepare();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const status = answers.shift() ?? 200;
      if (status === 200) {
        const headers = new Headers(request.headers as Record<string, string>);
        const body = Buffer.concat(chunks).toString("utf8");
        const signed = new Request("http://localhost/", { method: "POST", headers, body });
        const event = await verifyWebhook(signed, { signingSecret: SECRET });
        const { type, data } = event as unknown as Taken;
        taken.push({ id: headers.get("svix-id") ?? "", type, data });
      }
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.close();
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  answers = [];
  taken = [];
  await database.owner`delete from local_identity.events`;
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  deliverer = new EventDeliverer({ outbox: store.outbox, url, secret: SECRET });
});
afterEach(() => deliverer.stop());

let people = 0;
const signUp = async () => {
  people += 1;
  return (await store.signInOrUp(`event${people}@new.example`, "Eve Ent")).person;
};

describe("the local identity's events", () => {
  it("tell of everything that happens to a person and a session, in order, signed as Clerk's are", async () => {
    const person = await signUp();
    const session = await store.createSession(person.id, new Date(Date.now() + 60_000), {
      userAgent: null,
      ip: null,
    });
    await store.updatePerson(person.id, { name: "Eve Event", avatarUrl: "https://img.example/eve.png" });
    await store.revokeSession(session.id);
    await store.revokeSession(session.id);
    await store.deletePerson(person.id);
    deliverer.start();
    await until("everything is taken", async () => taken.length >= 5);
    expect(taken.map(({ type }) => type)).toEqual([
      "user.created",
      "session.created",
      "user.updated",
      "session.revoked",
      "user.deleted",
    ]);
    expect(taken[0]?.data).toMatchObject({
      id: person.id,
      first_name: "Eve",
      last_name: "Ent",
      email_addresses: [{ email_address: person.email }],
    });
    expect(taken[2]?.data).toMatchObject({ last_name: "Event", image_url: "https://img.example/eve.png" });
    expect(Number(taken[2]?.data["updated_at"])).toBeGreaterThan(Number(taken[0]?.data["updated_at"]));
    expect(taken[4]?.data).toEqual({ object: "user", id: person.id, deleted: true });
  });

  it("are sent again, under the same id, until they are taken", async () => {
    answers = [503, 500];
    await signUp();
    deliverer.start();
    // The receiver has it a moment before it is marked as delivered.
    const row = await until("the event is marked as delivered", async () => {
      const [found] = await database.owner`
        select attempts, id from local_identity.events where delivered_at is not null`;
      return found;
    });
    expect(taken.map(({ id }) => id)).toEqual([row["id"]]);
    expect(row["attempts"]).toBe(3);
  });

  it("wait for an app that is not there, and say why", async () => {
    const nowhere = new EventDeliverer({ outbox: store.outbox, url: "http://127.0.0.1:1/", secret: SECRET });
    await signUp();
    nowhere.nudge();
    await until("the failure is noted", async () => {
      const [row] = await database.owner`select last_error from local_identity.events where attempts > 0`;
      return row?.["last_error"];
    });
    await nowhere.stop();
    expect(taken).toEqual([]);
  });

  it("of a change that was not made are not made either", async () => {
    expect(await store.updatePerson("user_nobody", { name: "X" })).toBeNull();
    expect(await store.deletePerson("user_nobody")).toBe(false);
    expect(await store.revokeSession("sess_nobody")).toBe(false);
    expect(await store.outbox.listDue()).toEqual([]);
  });
});
