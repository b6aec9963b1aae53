import * as z from "zod/mini";
import type { ExportRow, ExportSubject } from "@/components/settings/types";
import { callApi } from "./call-api";
import type { CallResult } from "./types";

const exportAnswer = z.object({
  id: z.string(),
  format: z.enum(["json", "csv"]),
  status: z.enum(["queued", "running", "ready", "failed", "expired"]),
  requestedByName: z.string(),
  filesDone: z.number(),
  filesTotal: z.number(),
  rows: z.number(),
  sizeBytes: z.nullable(z.number()),
  failure: z.nullable(z.string()),
  createdAt: z.string(),
  expiresAt: z.nullable(z.string()),
  downloadPath: z.nullable(z.string()),
});

const PATHS: Readonly<Record<ExportSubject, string>> = {
  account: "/api/account/exports",
  person: "/api/profile/export",
};

/** Asks for a copy of the account's data, or of the person's own. */
export function requestExport(
  subject: ExportSubject,
  format: ExportRow["format"],
): Promise<CallResult<ExportRow>> {
  return callApi({ method: "POST", path: PATHS[subject], body: { format }, answer: exportAnswer });
}

/** The latest copies, newest first. */
export function listExports(subject: ExportSubject): Promise<CallResult<ExportRow[]>> {
  return callApi({ method: "GET", path: PATHS[subject], answer: z.array(exportAnswer) });
}
