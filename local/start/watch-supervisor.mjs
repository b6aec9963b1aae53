/**
 * Loaded into every child of the supervisor with `node --import`. The supervisor holds the other end of the
 * child's standard input; when the supervisor dies in any way, kill -9 included, the pipe ends and the child
 * stops itself. Without this a killed supervisor would leave servers behind that keep the ports.
 */
import { isMainThread } from "node:worker_threads";

const GRACE_MS = 5_000;

if (isMainThread && process.env.MH_SUPERVISED === "1") {
  // For this process alone: what it starts (Next's own workers) inherits the flag, but not the pipe.
  delete process.env.MH_SUPERVISED;
  const stop = () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), GRACE_MS).unref();
  };
  process.stdin.on("end", stop);
  process.stdin.on("error", stop);
  process.stdin.resume();
  process.stdin.unref?.();
}
