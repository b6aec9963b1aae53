import { z } from "zod";

export const exportFormat = z.enum(["json", "csv"]);

export const requestExportBody = z.strictObject({
  format: exportFormat.default("json").describe("json: one array a table; csv: RFC 4180, one file a table"),
});
export type RequestExportBody = z.infer<typeof requestExportBody>;

const isoDate = z.iso.datetime();

export const dataExport = z.object({
  id: z.uuid(),
  format: exportFormat,
  status: z.enum(["queued", "running", "ready", "failed", "expired"]),
  requestedByName: z.string(),
  filesDone: z.number().int(),
  filesTotal: z.number().int(),
  rows: z.number().int().describe("written so far"),
  sizeBytes: z.number().int().nullable(),
  failure: z.string().nullable(),
  createdAt: isoDate,
  completedAt: isoDate.nullable(),
  expiresAt: isoDate.nullable(),
  downloadPath: z.string().nullable().describe("path on this site while it can be downloaded"),
});
export type DataExport = z.infer<typeof dataExport>;

export const exportParams = z.strictObject({ id: z.uuid() });
