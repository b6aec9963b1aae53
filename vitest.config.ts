import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

const alias = {
  "@": root.replace(/\/$/, ""),
  // Outside of a bundler the marker package throws on import; its empty twin is what servers get.
  "server-only": fileURLToPath(new URL("node_modules/server-only/empty.js", import.meta.url)),
};

/** Tests that kill or stop parts of the stack, or need it alone. */
const EXCLUSIVE_TESTS = "tests/**/*.exclusive.test.ts";
/**
 * How long a test waits for a state before it gives up: a busy machine may stand still for seconds, and waiting
 * longer costs nothing where the state comes. Vitest's own limit of one second is a guess about the machine.
 */
const PATIENCE = { poll: { timeout: 30_000 } };
/** Gives every test file that asks a database of its own, beside the stack `npm test` has started. */
const globalSetup = ["tests/support/test-cluster.ts"];

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: PATIENCE,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: ["tests/{unit,browser,start}/**", EXCLUSIVE_TESTS],
          globalSetup,
          environment: "node",
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: PATIENCE,
          maxWorkers: 2,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "exclusive",
          include: [EXCLUSIVE_TESTS],
          globalSetup,
          environment: "node",
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: PATIENCE,
          fileParallelism: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "start",
          include: ["tests/start/**/*.test.ts"],
          environment: "node",
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: PATIENCE,
          fileParallelism: false,
        },
      },
    ],
  },
});
