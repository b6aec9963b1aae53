import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { unsubscribe } from "@/lib/notifications/actions/unsubscribe";
import { updateNotificationChoices } from "@/lib/notifications/actions/update-notification-choices";
import { isLocked, type NotificationKind, notificationKinds } from "@/lib/notifications/kinds";
import { sendNotice } from "@/lib/notifications/mail/send-notice";
import { listNotificationChoices } from "@/lib/notifications/queries/list-notification-choices";
import { isWanted, listWanted } from "@/lib/notifications/queries/list-wanted";
import { signUnsubscription } from "@/lib/notifications/unsubscribe-token";
import { env } from "@/lib/platform/env";
import * as mail from "@/lib/platform/mail";
import { makeContext } from "@/tests/support/context";
import { createTestDatabase, type TestDatabase } from "@/tests/support/database";
import { insertPerson } from "@/tests/support/people";

const KINDS = Object.keys(notificationKinds) as NotificationKind[];
let db: TestDatabase;
const send = vi.spyOn(mail, "sendMail");
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());
beforeEach(() => void send.mockReset().mockResolvedValue(undefined));

async function newPerson() {
  const id = await insertPerson(db.owner);
  return { id, ctx: makeContext({ actor: { kind: "person", personId: id, sessionId: "sess_test" } }) };
}
const off = (kind: NotificationKind) => ({ changes: [{ kind, channel: "email" as const, enabled: false }] });
const token = (personId: string, kind: NotificationKind) =>
  signUnsubscription({ personId, kind }, env().keyPepper);
const notice = (personId: string, kind: NotificationKind) =>
  sendNotice({
    kind,
    to: { personId, email: "ada@example.com", name: "Ada" },
    cause: "cause",
    words: { subject: "Subject", preview: "Preview", heading: "Heading", paragraphs: ["Words."] },
  });

describe("every kind", () => {
  test.each(KINDS)(
    "%s is wanted until it is switched off, and cannot be where it must arrive",
    async (kind) => {
      const { id, ctx } = await newPerson();
      expect(await isWanted(id, kind, "email")).toBe(true);
      if (isLocked(kind, "email")) {
        await expect(updateNotificationChoices(ctx, off(kind))).rejects.toMatchObject({
          status: 422,
          code: "NOTIFICATION_LOCKED",
        });
        expect(await isWanted(id, kind, "email")).toBe(true);
      } else {
        await updateNotificationChoices(ctx, off(kind));
        expect(await isWanted(id, kind, "email")).toBe(false);
        await updateNotificationChoices(ctx, { changes: [{ kind, channel: "email", enabled: true }] });
        expect(await isWanted(id, kind, "email")).toBe(true);
      }
    },
  );

  test.each(KINDS)(
    "%s is known to the database, which refuses the same ones to be switched off",
    async (kind) => {
      const { id } = await newPerson();
      const write = db.owner`
      insert into notification_preferences (person_id, kind, channel, enabled) values (${id}, ${kind}, 'email', false)`;
      if (isLocked(kind, "email")) await expect(write).rejects.toMatchObject({ code: "23514" });
      else await expect(write).resolves.toBeDefined();
    },
  );
});

describe("choices", () => {
  test("with a locked one among them change nothing at all", async () => {
    const { id, ctx } = await newPerson();
    const changes = [...off("receipt").changes, ...off("payment_failed").changes];
    await expect(updateNotificationChoices(ctx, { changes })).rejects.toMatchObject({ status: 422 });
    expect(await isWanted(id, "receipt", "email")).toBe(true);
  });

  test("of one person say nothing about another", async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    await updateNotificationChoices(one.ctx, off("receipt"));
    expect(await listWanted([one.id, other.id], "receipt", "email")).toEqual([other.id]);
    expect(await listWanted([one.id, other.id], "refund", "email")).toEqual([one.id, other.id]);
  });

  test("are listed with every kind, and the reason where one is locked", async () => {
    const { id, ctx } = await newPerson();
    await updateNotificationChoices(ctx, off("usage_80"));
    const choices = await listNotificationChoices(id);
    expect(choices.map(({ kind }) => kind)).toEqual(KINDS);
    expect(choices.filter(({ email }) => !email.enabled).map(({ kind }) => kind)).toEqual(["usage_80"]);
    const locked = choices.filter(({ email }) => email.lockedReason !== null).map(({ kind }) => kind);
    expect(locked).toEqual(["payment_failed", "new_sign_in", "api_key_created"]);
  });

  test("leave an audit row of what changed, and none when nothing did", async () => {
    const { id, ctx } = await newPerson();
    await updateNotificationChoices(ctx, off("receipt"));
    await updateNotificationChoices(ctx, off("receipt"));
    const audits = await db.owner`select action, after from audit_log where target_id = ${id}`;
    expect([...audits]).toEqual([
      {
        action: "notifications.updated",
        after: { changed: [{ kind: "receipt", channel: "email", enabled: false }] },
      },
    ]);
  });
});

describe("a link in a message", () => {
  test("switches off its kind for its person, without a session, and again is no error", async () => {
    const { id } = await newPerson();
    for (let again = 0; again < 2; again += 1) {
      expect(await unsubscribe(makeContext(), token(id, "receipt"))).toEqual({
        kind: "receipt",
        name: "Receipts",
      });
    }
    expect(await isWanted(id, "receipt", "email")).toBe(false);
    expect(await isWanted(id, "refund", "email")).toBe(true);
    const [audit] = await db.owner`select actor_kind, actor_id from audit_log where target_id = ${id}`;
    expect(audit).toEqual({ actor_kind: "system", actor_id: "unsubscribe-link" });
  });

  test("that was changed, cut or made elsewhere does nothing", async () => {
    const [one, other] = [await newPerson(), await newPerson()];
    const good = token(one.id, "receipt");
    const [payload, signature] = good.split(".");
    const [foreignPayload] = token(other.id, "receipt").split(".");
    const elsewhere = signUnsubscription({ personId: one.id, kind: "receipt" }, "cd".repeat(32));
    for (const bad of [
      `${foreignPayload}.${signature}`,
      `${payload}.`,
      `${payload}`,
      `.${signature}`,
      `${good}.more`,
      `${good}x`,
      "nonsense",
      elsewhere,
    ]) {
      await expect(unsubscribe(makeContext(), bad), bad).rejects.toMatchObject({
        status: 422,
        code: "BAD_LINK",
      });
    }
    expect(await listWanted([one.id, other.id], "receipt", "email")).toEqual([one.id, other.id]);
  });

  test("cannot be made to switch off what must arrive", async () => {
    const { id } = await newPerson();
    await expect(unsubscribe(makeContext(), token(id, "payment_failed"))).rejects.toMatchObject({
      code: "BAD_LINK",
    });
  });
});

describe("sending", () => {
  test("carries the one-click headers and the same link for people, which works", async () => {
    const { id } = await newPerson();
    expect(await notice(id, "receipt")).toEqual({ sent: true });
    const message = send.mock.calls[0]?.[0];
    expect(message?.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    const link = /^<(.+)>$/.exec(message?.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";
    const sentToken = new URL(link).searchParams.get("token") ?? "";
    expect(message?.text).toContain(`/unsubscribe?token=${encodeURIComponent(sentToken)}`);
    await unsubscribe(makeContext(), sentToken);
    expect(await notice(id, "receipt")).toMatchObject({ sent: false, reason: expect.any(String) });
    expect(send).toHaveBeenCalledTimes(1);
  });

  test("of what must arrive has no such link", async () => {
    const { id } = await newPerson();
    await notice(id, "payment_failed");
    expect(send.mock.calls[0]?.[0].headers).toBeUndefined();
    expect(send.mock.calls[0]?.[0].text).not.toContain("unsubscribe");
  });
});
