import { ScrollRegion } from "./scroll-region";

export type DiffProps = {
  /** Names the block for screen readers. */
  label: string;
  before: Readonly<Record<string, unknown>> | null;
  after: Readonly<Record<string, unknown>> | null;
};

/** What a change took away and what it put there, field by field. The sign says it besides the colour. */
export function Diff({ label, before, after }: DiffProps) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const width = Math.max(0, ...names.map((name) => name.length));
  return (
    <ScrollRegion
      label={label}
      className="rounded-control border border-line bg-sunken p-3 font-mono text-xs leading-5"
    >
      <pre className="font-mono">
        {names.map((name) => (
          <span key={name}>
            {before && Object.hasOwn(before, name) ? (
              <span className="block text-danger">{`- ${name.padEnd(width)}  ${show(before[name])}`}</span>
            ) : null}
            {after && Object.hasOwn(after, name) ? (
              <span className="block text-success">{`+ ${name.padEnd(width)}  ${show(after[name])}`}</span>
            ) : null}
          </span>
        ))}
      </pre>
    </ScrollRegion>
  );
}

const show = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
