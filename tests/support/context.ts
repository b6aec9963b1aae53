import { pino } from "pino";
import { type Permission, permissionsOfRole, type Role } from "@/lib/accounts/permissions";
import type { Clock } from "@/lib/platform/clock";
import type { AccountContext, Actor, Context } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";

/** A clock that stands still until it is told to move. */
export interface HeldClock extends Clock {
  advance(milliseconds: number): void;
}

/** @param start the instant it shows; now, when left out */
export function holdClock(start = new Date()): HeldClock {
  let instant = start.getTime();
  return {
    now: () => new Date(instant),
    advance: (milliseconds) => {
      instant += milliseconds;
    },
  };
}

const silent = pino({ level: "silent" });

/** A context for actions; every part can be replaced. */
export function makeContext(overrides: Partial<Context> = {}): Context {
  return {
    requestId: newId(),
    actor: { kind: "system", name: "test" },
    clock: holdClock(),
    log: silent,
    ip: null,
    ...overrides,
  };
}

/** A context of a member with a role in an account. */
export function makeAccountContext(
  facts: { readonly accountId: string; readonly personId: string; readonly role: Role },
  overrides: Partial<AccountContext> = {},
): AccountContext {
  const actor: Actor = { kind: "person", personId: facts.personId, sessionId: "sess_test" };
  const permissions: ReadonlySet<Permission> = permissionsOfRole(facts.role);
  return { ...makeContext({ actor }), account: { id: facts.accountId }, permissions, ...overrides };
}
