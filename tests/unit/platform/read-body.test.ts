import { describe, expect, test } from "vitest";
import { parseJson, readBody } from "@/lib/platform/http/read-body";

interface Sent {
  /** Chunks the body comes in. */
  readonly chunks: readonly string[];
  /** What the Content-Length header says, true or not. */
  readonly says?: string;
}

/** A request that streams, and tells how much of it was read and whether it was given up. */
function send({ chunks, says }: Sent) {
  const seen = { pulled: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks[seen.pulled];
        if (chunk === undefined) return controller.close();
        seen.pulled += 1;
        controller.enqueue(new TextEncoder().encode(chunk));
      },
      cancel() {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  const init = {
    method: "POST",
    body,
    duplex: "half",
    headers: says === undefined ? {} : { "content-length": says },
  };
  return { request: new Request("http://localhost/x", init as RequestInit), seen };
}

const tooLarge = { status: 413, code: "TOO_LARGE", details: { limitBytes: 10 } };

describe("readBody", () => {
  test("joins chunks, in order and by bytes rather than characters", async () => {
    const { request } = send({ chunks: ["ä", "b", "", "€"] });
    expect((await readBody(request, 10)).toString("utf8")).toBe("äb€");
  });

  test("takes a body of exactly the limit and refuses one byte more", async () => {
    expect(await readBody(send({ chunks: ["12345", "67890"] }).request, 10)).toHaveLength(10);
    await expect(readBody(send({ chunks: ["12345", "678901"] }).request, 10)).rejects.toMatchObject(tooLarge);
  });

  test("refuses by Content-Length before it reads anything", async () => {
    const { request, seen } = send({ chunks: ["1"], says: "11" });
    await expect(readBody(request, 10)).rejects.toMatchObject(tooLarge);
    expect(seen.pulled).toBe(0);
  });

  test.each(["0", "5", "nonsense", "-1"])("counts for itself when Content-Length says %s", async (says) => {
    await expect(readBody(send({ chunks: ["12345", "678901"], says }).request, 10)).rejects.toMatchObject(
      tooLarge,
    );
  });

  test("stops reading at the limit and gives the rest up, however much would follow", async () => {
    const { request, seen } = send({ chunks: Array.from({ length: 1_000 }, () => "12345678") });
    await expect(readBody(request, 10)).rejects.toMatchObject(tooLarge);
    expect(seen.pulled).toBe(2);
    expect(seen.cancelled).toBe(true);
  });

  test("of a request without one is empty", async () => {
    expect(await readBody(new Request("http://localhost/x", { method: "POST" }), 10)).toHaveLength(0);
  });
});

describe("parseJson", () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ["[1]", [1]],
    ["null", null],
    ["", {}],
    [" \n\t", {}],
  ])("reads %j", (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  test.each(["{", "{'a':1}", "undefined", '{"a":1}x', "<xml/>"])(
    "refuses %j as a bad request and says why",
    (text) => {
      expect(() => parseJson(text)).toThrow(
        expect.objectContaining({
          status: 400,
          code: "INVALID_REQUEST",
          details: { issues: [{ path: "", message: expect.any(String) }] },
        }),
      );
    },
  );
});
