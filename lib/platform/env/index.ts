import { type Environment, parseEnvironment } from "./parse-environment";

export { type Environment, EnvironmentError, type LocalService, parseEnvironment } from "./parse-environment";
export { type Variable, type VariableName, variables } from "./variables";

let parsed: Environment | undefined;

/**
 * The environment of this process, parsed on first use and never again.
 *
 * @throws EnvironmentError when a variable is wrong; `instrumentation.ts` asks first, so that a bad
 * environment stops the start instead of a request
 */
export function env(): Environment {
  parsed ??= parseEnvironment(process.env);
  return parsed;
}
