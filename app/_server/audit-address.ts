import { z } from "zod";
import type { AuditFilterValues } from "@/components/audit/types";
import { readQuery } from "./read-query";
import { findDayStart, nextDay } from "./zoned-days";

export type AuditSearch = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Entries on a page. */
export const AUDIT_PAGE_SIZE = 50;

export interface AuditAddress {
  /** As the fields show it. */
  readonly values: AuditFilterValues;
  /** As the queries take it. */
  readonly filters: {
    readonly actor?: string;
    readonly action?: string;
    readonly targetId?: string;
    readonly from?: string;
    readonly to?: string;
  };
  readonly after: string | null;
}

/** Reads the page's address. What is no filter narrows nothing: addresses are shared, and typed by hand. */
export function readAuditAddress(search: AuditSearch, timeZone: string): AuditAddress {
  const read = (name: string, most: number): string => readQuery(search[name]).slice(0, most);
  const readDay = (name: string): string => (findDayStart(read(name, 10), timeZone) ? read(name, 10) : "");
  const values = {
    actor: read("actor", 255),
    action: read("action", 80),
    target: read("target", 255),
    from: readDay("from"),
    to: readDay("to"),
  };
  const from = findDayStart(values.from, timeZone)?.toISOString();
  // The last day is in the range.
  const to = values.to === "" ? undefined : findDayStart(nextDay(values.to), timeZone)?.toISOString();
  const after = z.uuid().safeParse(read("after", 36));
  return {
    values,
    filters: {
      ...(values.actor && { actor: values.actor }),
      ...(values.action && { action: values.action }),
      ...(values.target && { targetId: values.target }),
      ...(from && { from }),
      ...(to && { to }),
    },
    after: after.success ? after.data : null,
  };
}

/** The address of a page of the list with the same filters. */
export function writeAuditAddress(path: string, values: AuditFilterValues, after: string | null): string {
  const entries = Object.entries({ ...values, after: after ?? "" }).filter(([, value]) => value !== "");
  const query = new URLSearchParams(entries).toString();
  return query === "" ? path : `${path}?${query}`;
}
