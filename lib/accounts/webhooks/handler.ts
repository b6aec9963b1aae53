import type { Context } from "@/lib/platform/context";
import type { Transaction } from "@/lib/platform/db";
import type { AuditEntry } from "../audit/record-audit";
import type { ReadSeats } from "../teams/seats";

/** What came of an event, in words that are stored with it. */
export interface Applied {
  readonly status: "handled" | "ignored";
  readonly reason: string;
  /** The account that it was about. */
  readonly accountId?: string | null;
}

export interface HandlerContext extends Context {
  readonly readSeats: ReadSeats;
  /** Keeps an audit row until the end: those of several accounts are written together. */
  readonly record: (entry: AuditEntry) => void;
}

/** Applies one event in the transaction that also marks it: handling it twice has one effect. */
export type Handler = (tx: Transaction, ctx: HandlerContext, data: unknown) => Promise<Applied>;

export const handled = (reason: string, accountId: string | null = null): Applied => ({
  status: "handled",
  reason,
  accountId,
});
export const ignored = (reason: string): Applied => ({ status: "ignored", reason });
