import { describe, expect, test } from "vitest";
import { parseJson, readBody, requireBodyType } from "@/lib/platform/http/read-body";

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

describe("a body that comes slowly", () => {
  test("is given up at the deadline, and what would still come is not waited for", async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
      cancel: () => {
        cancelled = true;
      },
    });
    const request = new Request("http://localhost/x", {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
    await expect(readBody(request, 10, 30)).rejects.toMatchObject({ status: 408, code: "TIMEOUT" });
    expect(cancelled).toBe(true);
  });
});

describe("requireBodyType", () => {
  const some = Buffer.from("{}");
  const none = Buffer.alloc(0);
  const refused = expect.objectContaining({ status: 415, code: "UNSUPPORTED_MEDIA_TYPE" });

  test.each(["application/json", "Application/JSON; charset=utf-8", "application/json;x=1"])(
    "takes %s",
    (type) => {
      expect(() => requireBodyType(new Headers({ "content-type": type }), some)).not.toThrow();
    },
  );

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain; application/json",
    "application/json-seq",
    "application/jsonp",
    "application/csp-report",
    "",
  ])("refuses a body of %j, which another site's form could send", (type) => {
    expect(() => requireBodyType(new Headers({ "content-type": type }), some)).toThrow(refused);
  });

  test("refuses a form without fields, and takes no body without a type", () => {
    const form = new Headers({ "content-type": "application/x-www-form-urlencoded" });
    expect(() => requireBodyType(form, none)).toThrow(refused);
    expect(() => requireBodyType(new Headers(), none)).not.toThrow();
  });

  test.each(["gzip", "br", "deflate", "gzip, gzip"])("refuses %s, however small it looks", (encoding) => {
    const headers = new Headers({ "content-type": "application/json", "content-encoding": encoding });
    expect(() => requireBodyType(headers, some)).toThrow(refused);
  });

  test("takes the types that a route names, and then those alone", () => {
    const take = (type: string, types: readonly string[]) => () =>
      requireBodyType(new Headers({ "content-type": type }), some, types);
    expect(take("application/csp-report", ["application/csp-report"])).not.toThrow();
    expect(take("image/webp", ["image/*"])).not.toThrow();
    expect(take("application/json", ["image/*"])).toThrow(refused);
    expect(take("imagex/png", ["image/*"])).toThrow(refused);
  });
});

describe("parseJson", () => {
  test("refuses bytes that are no UTF-8 instead of replacing them", () => {
    expect(() => parseJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow(
      expect.objectContaining({ status: 400 }),
    );
  });

  test.each([
    ['{"a":1}', { a: 1 }],
    ["[1]", [1]],
    ["null", null],
    ["", {}],
    [" \n\t", {}],
  ])("reads %j", (text, value) => {
    expect(parseJson(Buffer.from(text))).toEqual(value);
  });

  test.each(["{", "{'a':1}", "undefined", '{"a":1}x', "<xml/>"])(
    "refuses %j as a bad request and says why",
    (text) => {
      expect(() => parseJson(Buffer.from(text))).toThrow(
        expect.objectContaining({
          status: 400,
          code: "INVALID_REQUEST",
          details: { issues: [{ path: "", message: expect.any(String) }] },
        }),
      );
    },
  );
});
