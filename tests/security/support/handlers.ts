import { globSync } from "node:fs";
import type { Sent } from "../expectations";
import { inScopeOf } from "./request-scope";

type Handler = (request: Request, segment: { params: Promise<Record<string, string>> }) => Promise<Response>;

const root = new URL("../../..", import.meta.url).pathname;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
let calls = 0;

/** The handler of every route, by `METHOD /path/{param}`, from the files themselves. */
export async function loadHandlers(): Promise<ReadonlyMap<string, Handler>> {
  const handlers = new Map<string, Handler>();
  for (const file of globSync("app/**/route.ts", { cwd: root })) {
    const module = (await import(`${root}${file}`)) as Record<string, Handler>;
    const path = `/${file.replace(/^app\//, "").replace(/\/route\.ts$/, "")}`;
    const named = path.replaceAll(/\[([\w.]+)\]/g, "{$1}");
    for (const method of METHODS) if (module[method]) handlers.set(`${method} ${named}`, module[method]);
  }
  return handlers;
}

export interface Prepared {
  readonly route: string;
  readonly request: Request;
  readonly params: Record<string, string>;
}

export interface Outgoing extends Sent {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to a route, not sent yet. Everyone calls from an address of their own, so that no call meets another's rate. */
export function prepare(
  route: string,
  { params = {}, query = "", body, raw, type = "application/json", headers = {} }: Outgoing,
): Prepared {
  const [method = "", path = ""] = route.split(" ");
  const filled = path.replaceAll(/\{([\w.]+)\}/g, (_, name: string) =>
    encodeURIComponent((params[name] ?? "").toWellFormed()),
  );
  calls += 1;
  const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const request = new Request(`http://localhost:3000${filled}${query}`, {
    method,
    headers: {
      ...(content !== undefined && { "content-type": type }),
      "x-forwarded-for": `2001:db8::${(calls >> 16).toString(16)}:${(calls & 0xffff).toString(16)}`,
      ...headers,
    },
    ...(content !== undefined && { body: content, duplex: "half" }),
  } as RequestInit);
  return { route, request, params: { ...params } };
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Of the error envelope. */
  readonly code: string | undefined;
}

/** Calls the handler as Next does. */
export async function send(
  handlers: ReadonlyMap<string, Handler>,
  { route, request, params }: Prepared,
): Promise<Answered> {
  const handler = handlers.get(route);
  if (!handler) throw new Error(`${route} is no route.`);
  const response = await inScopeOf(request, () => handler(request, { params: Promise.resolve(params) }));
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, code: readCode(text) };
}

function readCode(text: string): string | undefined {
  const parsed: unknown = text.startsWith("{") ? JSON.parse(text) : null;
  return (parsed as { error?: { code?: string } } | null)?.error?.code;
}
