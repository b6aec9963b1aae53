"use client";

import { type FormEvent, useId, useState } from "react";
import type { createApiKey } from "@/components/api/key-calls";
import { useAct } from "@/components/api/use-act";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { Field, TextField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { CREATE_KEY_ID, NEW_KEY_ID } from "./focus-ids";
import { computeExpiry, KEY_LIVES, type KeyLife } from "./key-expiry";
import type { ApiKeyScope, CreatedApiKey } from "./types";

export type CreateKeyDialogProps = {
  scopes: readonly ApiKeyScope[];
  create: typeof createApiKey;
  onDone: (key: CreatedApiKey) => void;
  onClose: () => void;
};

/** Name, scopes and life of a new key. */
export function CreateKeyDialog({ scopes, create, onDone, onClose }: CreateKeyDialogProps) {
  const formId = useId();
  const act = useAct(create);
  const [chosen, setChosen] = useState<readonly string[]>(() => scopes.map((scope) => scope.name));
  const [life, setLife] = useState<KeyLife>("never");
  const [wrong, setWrong] = useState<{ name?: string; scopes?: string }>({});
  const busy = act.busyWith !== null;
  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (busy) return;
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    const found = {
      ...(name === "" ? { name: "Give the key a name." } : {}),
      ...(chosen.length === 0 ? { scopes: "Choose at least one scope." } : {}),
    };
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    const result = await act.run("create", {
      name,
      scopes: chosen,
      expiresAt: computeExpiry(life, Date.now()),
    });
    if (result.ok) onDone(result.data);
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      busy={busy}
      returnFocusTo={[NEW_KEY_ID, CREATE_KEY_ID]}
      title="Create a key"
      description="The key is shown once. Keep it where your server’s secrets are."
      footer={
        <>
          <Button disabled={busy} onClick={onClose}>
            Not now
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={busy}>
            Create key
          </Button>
        </>
      }
    >
      <DialogBody>
        <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label="Name"
            name="name"
            maxLength={80}
            autoComplete="off"
            placeholder="production"
            error={wrong.name}
          />
          <ScopeChoices scopes={scopes} chosen={chosen} onChange={setChosen} error={wrong.scopes ?? null} />
          <Field label="Expires">
            {({ id }) => (
              <Select
                field
                id={id}
                label="Expires"
                value={life}
                options={KEY_LIVES}
                onChange={(next) => setLife(next as KeyLife)}
              />
            )}
          </Field>
          {act.refusal ? (
            <p role="alert" className="text-danger text-sm">
              No key was made. {act.refusal.message}
            </p>
          ) : null}
        </form>
      </DialogBody>
    </Dialog>
  );
}

type ScopeChoicesProps = {
  scopes: readonly ApiKeyScope[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
  error: string | null;
};

function ScopeChoices({ scopes, chosen, onChange, error }: ScopeChoicesProps) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">Scopes</legend>
      {scopes.map((scope) => (
        <Checkbox
          key={scope.name}
          checked={chosen.includes(scope.name)}
          onChange={(on) =>
            onChange(
              scopes
                .map(({ name }) => name)
                .filter((name) => (name === scope.name ? on : chosen.includes(name))),
            )
          }
          hint={scope.allows}
        >
          <span className="font-mono text-xs">{scope.name}</span>
        </Checkbox>
      ))}
      {error ? (
        <p role="alert" className="text-danger text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
