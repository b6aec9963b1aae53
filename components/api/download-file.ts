import * as z from "zod/mini";
import { readAccountPath } from "@/lib/platform/account-path";
import type { CallResult } from "./types";

const refusalShape = z.object({
  error: z.object({ code: z.string(), message: z.string() }),
  meta: z.optional(z.object({ requestId: z.optional(z.string()) })),
});

/**
 * Hands a file of the API to the browser's downloads. It is fetched and not linked to, because a link could not
 * say in which account it is meant, and a refusal would replace the page.
 *
 * @returns the file's name
 */
export async function downloadFile(path: string): Promise<CallResult<string>> {
  const account = readAccountPath(globalThis.location.pathname)?.account;
  try {
    const response = await fetch(path, {
      credentials: "same-origin",
      headers: account === undefined ? {} : { "x-account": account },
    });
    if (!response.ok) return await readRefusal(response);
    const named = /filename="([\w.-]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];
    const name = named ?? "download";
    save(await response.blob(), name);
    return { ok: true, data: name };
  } catch {
    // Offline, or the connection was cut half-way: nothing was saved.
    const message = "The connection dropped before the file was complete. Nothing was saved; try again.";
    return { ok: false, code: "UNREACHABLE", message, requestId: null };
  }
}

async function readRefusal(response: Response): Promise<CallResult<never>> {
  const requestId = response.headers.get("x-request-id");
  const parsed = refusalShape.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) {
    return {
      ok: false,
      code: "INTERNAL",
      message: `The server answered ${response.status} without a reason.`,
      requestId,
    };
  }
  const { error, meta } = parsed.data;
  return { ok: false, ...error, requestId: meta?.requestId ?? requestId };
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
