import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tidyRequests, tidyTarget } from "@/app/_server/tidy-requests";

describe("the target of a request", () => {
  test.each([
    ["/", "/"],
    ["/a/larkfield/usage?range=30d#top", "/a/larkfield/usage?range=30d#top"],
    ["/docs/%C3%BCber?q=%", "/docs/%C3%BCber?q=%"],
    ["//evil.example/x", "//evil.example/x"],
    ["/return?to=https://evil.example/", "/return?to=https://evil.example/"],
  ])("stays what it is: %s", (target, expected) => {
    expect(tidyTarget(target)).toBe(expected);
  });

  test.each([
    ["http://evil.example", "/"],
    ["http://evil.example/", "/"],
    ["HTTPS://user:word@evil.example:8443/a/b?c=d", "/a/b?c=d"],
    ["http://evil.example?next=/x", "/?next=/x"],
    ["http:////evil.example", "//evil.example"],
    ["*", "/*"],
  ])("is the path alone: %s", (target, expected) => {
    expect(tidyTarget(target)).toBe(expected);
  });

  test.each([
    ["/%", "/%25"],
    ["/a/%E0%A4%A/usage?x=%20", "/a/%25E0%25A4%25A/usage?x=%20"],
    ["/api/account/api-keys/%FF", "/api/account/api-keys/%25FF"],
    ["/%ED%A0%80?a=b?c=%", "/%25ED%25A0%2580?a=b?c=%"],
  ])("is taken by the letter where it cannot be decoded: %s", (target, expected) => {
    expect(tidyTarget(target)).toBe(expected);
    expect(() => decodeURIComponent(tidyTarget(target).split("?")[0] ?? "")).not.toThrow();
  });
});

describe("a server in a process that tidies requests", () => {
  let server: Server;
  beforeAll(async () => {
    tidyRequests({ keepsUpgrades: false });
    server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
    // As Next's, which leaves a connection that it does not know to others.
    server.on("upgrade", () => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  const ask = (line: string, ...headers: string[]): Promise<string> =>
    new Promise((resolve, reject) => {
      let heard = "";
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
      socket.end([`${line} HTTP/1.1`, "Host: here.example", ...headers, "", ""].join("\r\n"));
      socket.on("data", (chunk) => {
        heard += chunk.toString();
      });
      socket.on("error", reject);
      socket.on("close", () => resolve(heard.split("\r\n\r\n")[1] ?? ""));
    });

  test("is shown the tidied request", async () => {
    expect(await ask("GET http://evil.example/a/%FF", "Connection: close")).toContain("GET /a/%25FF");
    expect(await ask("TRACE /api/usage", "Connection: close")).toContain("UNKNOWN /");
  });

  test("answers a connection that asks to become another kind", async () => {
    expect(await ask("GET /x", "Connection: Upgrade", "Upgrade: websocket")).toContain("GET /x");
  });
});
