import { Fragment } from "react";

/** Names of scopes in a sentence: `usage:write` and `usage:read`. */
export function ScopeList({ scopes }: { scopes: readonly string[] }) {
  return scopes.map((scope, index) => (
    <Fragment key={scope}>
      {index === 0 ? "" : index === scopes.length - 1 ? " and " : ", "}
      <span className="font-mono text-[0.6875rem]">{scope}</span>
    </Fragment>
  ));
}
