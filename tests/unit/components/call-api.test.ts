import { afterEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import { callApi } from "@/components/api/call-api";
import { confirmIdentity, offerConfirmation } from "@/components/api/confirm-identity";

const answer = z.object({ url: z.string() });
const call = (path: string) => callApi({ method: "POST", path, body: { price: "pro_monthly" }, answer });

function reply(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(body === null ? null : JSON.stringify(body), { status, headers });
}

function keyOf(fetchMock: ReturnType<typeof vi.fn>, index: number): string {
  const init = fetchMock.mock.calls[index]?.[1] as { headers: Record<string, string> };
  return init.headers["idempotency-key"] ?? "";
}

function accountOf(fetchMock: ReturnType<typeof vi.fn>, index: number): string | undefined {
  const init = fetchMock.mock.calls[index]?.[1] as { headers: Record<string, string> };
  return init.headers["x-account"];
}

afterEach(() => vi.unstubAllGlobals());

describe("callApi", () => {
  it("returns the data of the platform's envelope", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn().mockResolvedValue(reply(200, { data: { url: "/x" }, meta: { requestId: "r" } })),
    );
    expect(await call("/a")).toEqual({ ok: true, data: { url: "/x" } });
  });

  it("returns a refusal in the server's words with the request id", async () => {
    const body = {
      error: { code: "CONFLICT", message: "Already subscribed." },
      meta: { requestId: "req_1" },
    };
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue(reply(409, body)));
    expect(await call("/b")).toEqual({
      ok: false,
      code: "CONFLICT",
      message: "Already subscribed.",
      requestId: "req_1",
    });
  });

  it("does not call an unreadable answer a success", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn().mockResolvedValue(reply(200, { data: { link: 1 } }, { "x-request-id": "req_2" })),
    );
    expect(await call("/c")).toMatchObject({ ok: false, code: "INTERNAL", requestId: "req_2" });
  });

  it("says what it knows when a proxy answers with a page", async () => {
    vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response("<html>", { status: 502 })));
    expect(await call("/d")).toMatchObject({
      ok: false,
      message: "The server answered 502 without a reason.",
    });
  });

  it("carries the same idempotency key until an answer came, then a new one", async () => {
    const fetchMock = vi
      .fn()
      .mockRejectedValueOnce(new TypeError("network"))
      .mockImplementation(() => Promise.resolve(reply(200, { data: { url: "/x" } })));
    vi.stubGlobal("fetch", fetchMock);
    expect(await call("/e")).toMatchObject({ ok: false, code: "UNREACHABLE" });
    await call("/e");
    await call("/e");
    expect(keyOf(fetchMock, 0)).toMatch(/^[0-9a-f]{32}$/);
    expect(keyOf(fetchMock, 1)).toBe(keyOf(fetchMock, 0));
    expect(keyOf(fetchMock, 2)).not.toBe(keyOf(fetchMock, 0));
  });

  it("acts in the account of the address bar as it is at that moment, or in the one it is told", async () => {
    const fetchMock = vi.fn().mockImplementation(() => Promise.resolve(reply(200, { data: { url: "/x" } })));
    vi.stubGlobal("fetch", fetchMock);
    for (const pathname of ["/a/studio/settings/api-keys", "/a/other", "/pricing"]) {
      vi.stubGlobal("location", { pathname });
      await call("/f");
    }
    await callApi({ method: "POST", path: "/f", account: "told", answer });
    expect([0, 1, 2, 3].map((index) => accountOf(fetchMock, index))).toEqual([
      "studio",
      "other",
      undefined,
      "told",
    ]);
  });

  it("does not carry the key of a call in one account into another", async () => {
    const fetchMock = vi.fn().mockRejectedValue(new TypeError("network"));
    vi.stubGlobal("fetch", fetchMock);
    for (const account of ["studio", "other", "studio"]) {
      await callApi({ method: "POST", path: "/g", account, answer });
    }
    expect(keyOf(fetchMock, 1)).not.toBe(keyOf(fetchMock, 0));
    expect(keyOf(fetchMock, 2)).toBe(keyOf(fetchMock, 0));
  });
});

describe("a call that needs a recent sign-in", () => {
  const refusal = () =>
    reply(403, {
      error: { code: "REVERIFICATION_REQUIRED", message: "Confirm it is you first.", afterMinutes: 10 },
    });
  const done = () => reply(200, { data: { url: "/done" } });
  const serve = (...answers: Response[]) => {
    const fetchMock = vi.fn();
    for (const answer of answers) fetchMock.mockResolvedValueOnce(answer);
    vi.stubGlobal("fetch", fetchMock);
    return fetchMock;
  };
  let takeBack: () => void = () => undefined;
  afterEach(() => takeBack());

  it("is made once more under the same key when the person has confirmed who they are", async () => {
    const fetchMock = serve(refusal(), done());
    takeBack = offerConfirmation(async () => true);
    expect(await call("/step/a")).toEqual({ ok: true, data: { url: "/done" } });
    expect(fetchMock).toHaveBeenCalledTimes(2);
    expect(keyOf(fetchMock, 1)).toBe(keyOf(fetchMock, 0));
  });

  it("ends as the refusal when the person would rather not, and is not repeated", async () => {
    const fetchMock = serve(refusal());
    takeBack = offerConfirmation(async () => false);
    expect(await call("/step/b")).toMatchObject({ ok: false, code: "REVERIFICATION_REQUIRED" });
    expect(fetchMock).toHaveBeenCalledTimes(1);
  });

  it("ends as the refusal where no page can ask", async () => {
    const fetchMock = serve(refusal());
    expect(await call("/step/c")).toMatchObject({ ok: false, message: "Confirm it is you first." });
    expect(fetchMock).toHaveBeenCalledTimes(1);
  });

  it("does not ask for ever: a second refusal is the answer", async () => {
    const fetchMock = serve(refusal(), refusal());
    takeBack = offerConfirmation(async () => true);
    expect(await call("/step/d")).toMatchObject({ ok: false, code: "REVERIFICATION_REQUIRED" });
    expect(fetchMock).toHaveBeenCalledTimes(2);
  });

  it("keeps its key when the second try got no answer", async () => {
    const fetchMock = serve(refusal());
    fetchMock.mockRejectedValueOnce(new TypeError("network")).mockResolvedValueOnce(done());
    takeBack = offerConfirmation(async () => true);
    expect(await call("/step/e")).toMatchObject({ code: "UNREACHABLE" });
    expect(await call("/step/e")).toMatchObject({ ok: true });
    expect(keyOf(fetchMock, 2)).toBe(keyOf(fetchMock, 0));
  });

  it("shares one question with others that ask at the same time, and asks anew later", async () => {
    let asked = 0;
    takeBack = offerConfirmation(async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return true;
    });
    expect(await Promise.all([confirmIdentity(), confirmIdentity()])).toEqual([true, true]);
    expect(asked).toBe(1);
    await confirmIdentity();
    expect(asked).toBe(2);
  });
});
