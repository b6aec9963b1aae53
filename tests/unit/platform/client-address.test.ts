import { expect, test } from "vitest";
import { clientAddress } from "@/lib/platform/http";

const cases: readonly (readonly [
  hops: number,
  forwardedFor: string | null,
  address: string | null,
  why: string,
])[] = [
  [0, "203.0.113.7", null, "with no proxy of ours the header is the caller's own word"],
  [1, null, null, "no header"],
  [1, "", null, "an empty header"],
  [1, "203.0.113.7", "203.0.113.7", "our proxy wrote the only entry"],
  [1, "10.9.9.9, 203.0.113.7", "203.0.113.7", "what stands left of our proxy's entry was sent by the caller"],
  [1, "127.0.0.1,203.0.113.7", "203.0.113.7", "nor can a caller pretend to be this machine"],
  [2, "10.9.9.9, 203.0.113.7, 198.51.100.2", "203.0.113.7", "the second from the right, with two proxies"],
  [2, "203.0.113.7", null, "a request that went around a proxy has no address we may believe"],
  [1, "203.0.113.7, unknown", null, "a word is no address"],
  [1, "203.0.113.7:4711", null, "nor is an address with a port"],
  [1, "2001:db8::1", "2001:db8::1", "IPv6"],
  [1, "1.2.3.4, 999.1.1.1", null, "numbers out of range"],
  [1, "  203.0.113.7  ", "203.0.113.7", "spaces around it"],
];

test.each(cases)("with %i trusted proxies, %j gives %j: %s", (hops, forwardedFor, address) => {
  const headers = new Headers(forwardedFor === null ? {} : { "x-forwarded-for": forwardedFor });
  expect(clientAddress(headers, hops)).toBe(address);
});
