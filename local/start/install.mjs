/**
 * First step of every npm script: plain Node 20 without packages, because a fresh clone has none. It installs
 * what the lock file says, then hands over to the pinned Node with `main.ts <verb>`.
 */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { computeInstallStamp, isInstallFresh } from "./install-stamp.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
const MODULES = join(ROOT, "node_modules");
const OLDEST_NODE = 20;
const PINNED_NODE = 24;
const PROGRESS_EVERY_MS = 10_000;

function stopWith(sentence) {
  console.error(sentence);
  process.exit(1);
}

function majorOf(version) {
  return Number(version.split(".", 1)[0]);
}

/** The PATH without this project's programs: npm must not run on a Node it is about to replace. */
function systemPath() {
  const own = join(MODULES, ".bin");
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((entry) => entry !== own)
    .join(delimiter);
}

/** Replacing the packages below a running copy would break it. */
function refuseWhileRunning() {
  let pid;
  try {
    pid = JSON.parse(readFileSync(join(ROOT, ".local", "start.lock"), "utf8")).pid;
    process.kill(pid, 0);
  } catch {
    // No lock, or one whose process is gone: nothing runs here.
    return;
  }
  stopWith(
    `The packages have changed and Meterhouse still runs here (process ${pid}): stop it with Ctrl-C there, then try again.`,
  );
}

async function install() {
  refuseWhileRunning();
  // Not `npm ci`: it refuses a lock file without the optional packages of every other platform. `--no-save`
  // keeps what the lock file says and leaves the file as it is.
  const command = ["install", "--no-save"];
  const npm = process.env.npm_execpath;
  const [program, args] = npm?.endsWith(".js") ? ["node", [npm, ...command]] : ["npm", command];
  console.log("Installing packages (only when they have changed; a minute or two the first time) ...");
  const startedAt = Date.now();
  const child = spawn(program, [...args, "--no-audit", "--no-fund"], {
    cwd: ROOT,
    env: { ...process.env, PATH: systemPath() },
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const ticker = setInterval(() => console.log(`  still installing, ${seconds()} s`), PROGRESS_EVERY_MS);
  const forward = (signal) => child.kill(signal);
  process.on("SIGINT", forward);
  process.on("SIGTERM", forward);
  const code = await new Promise((done) => {
    child.once("error", () => done(127));
    child.once("exit", (exitCode) => done(exitCode ?? 1));
  });
  clearInterval(ticker);
  process.off("SIGINT", forward);
  process.off("SIGTERM", forward);
  if (code === 127)
    stopWith("npm was not found: install Node 20 or later together with npm, then try again.");
  if (code !== 0)
    stopWith("The packages could not be installed: put right what npm says above, then try again.");
  writeFileSync(join(MODULES, ".meterhouse-stamp"), computeInstallStamp(ROOT));
  console.log(`Installed in ${seconds()} s.`);
}

/** The Node of node_modules, which every part of the project runs on. */
function findPinnedNode() {
  const file = process.platform === "win32" ? "node.exe" : "node";
  const path = join(MODULES, "node", "bin", file);
  if (existsSync(path) && statSync(path).size > 0) return path;
  if (majorOf(process.versions.node) >= PINNED_NODE) return process.execPath;
  return stopWith(
    `Node ${PINNED_NODE} was not installed because npm was told to skip install scripts: run npm config set ignore-scripts false, remove node_modules, and try again.`,
  );
}

function handOver(node) {
  const main = join(ROOT, "local", "start", "main.ts");
  // The fourth channel tells the child when this process dies, in whatever way.
  const child = spawn(node, ["--import", "tsx", main, ...process.argv.slice(2)], {
    cwd: ROOT,
    env: { ...process.env, PATH: `${join(MODULES, ".bin")}${delimiter}${systemPath()}` },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.once("exit", (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
  if (process.env.npm_lifecycle_event !== undefined && process.platform !== "win32") {
    // npm killed without a chance to pass the signal on: stop rather than serve for nobody.
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1_000).unref();
  }
}

if (majorOf(process.versions.node) < OLDEST_NODE) {
  stopWith(`Node ${process.versions.node} is too old: install Node ${OLDEST_NODE} or later, then try again.`);
}
if (!existsSync(join(ROOT, "package-lock.json"))) {
  stopWith("package-lock.json is missing: restore it with git checkout package-lock.json, then try again.");
}
if (!isInstallFresh(ROOT)) await install();
handOver(findPinnedNode());
