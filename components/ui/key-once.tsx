"use client";

import { KeyRound } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Card, CardBody, CardFooter } from "./card";
import { Checkbox } from "./checkbox";
import { CopyButton } from "./copy-button";

export type KeyOnceProps = {
  /** Lets the dialog that made the key hand the focus over. */
  id: string;
  title: string;
  secret: string;
  /** What the key is called and may do. */
  about: ReactNode;
  onDone: () => void;
};

/** A secret that is shown this once. Done waits until it was copied or the box is ticked. */
export function KeyOnce({ id, title, secret, about, onDone }: KeyOnceProps) {
  const [stored, setStored] = useState(false);
  return (
    <Card className="border-brand-line" labelledBy={id}>
      <CardBody className="flex flex-col gap-3">
        <div className="flex items-start gap-3" role="status">
          <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 stroke-[1.75] text-brand" />
          <div className="min-w-0 flex-1">
            <h2 id={id} tabIndex={-1} className="outline-none">
              {title}
            </h2>
            <p className="text-muted text-sm">
              We keep only a fingerprint of it. Once you close this, nobody can show it again; you would make
              a new one.
            </p>
          </div>
        </div>
        <div className="flex gap-2 max-sm:flex-col">
          <section
            aria-label="New key"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
            tabIndex={0}
            className="min-w-0 flex-1 overflow-x-auto rounded-control border border-line bg-sunken px-3 max-sm:py-2"
          >
            <code className="select-all whitespace-nowrap font-mono text-sm leading-8.5 max-sm:whitespace-normal max-sm:break-all max-sm:leading-5">
              {secret}
            </code>
          </section>
          <CopyButton text={secret} label="Copy key" variant="primary" onCopied={() => setStored(true)} />
        </div>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="text-muted text-xs">{about}</span>
          <Checkbox checked={stored} onChange={setStored}>
            I have stored it
          </Checkbox>
        </div>
      </CardBody>
      <CardFooter>
        <span>Closing is possible after you copy or tick the box.</span>
        <Button
          size="sm"
          onClick={onDone}
          disabledReason={stored ? null : "Copy the key or tick “I have stored it” first."}
        >
          Done
        </Button>
      </CardFooter>
    </Card>
  );
}
