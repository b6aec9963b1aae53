"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { createApiKey, revokeApiKey, rotateApiKey } from "@/components/api/key-calls";
import type { Format } from "@/components/format/create-format";
import { useFormat } from "@/components/format/format-provider";
import { Button } from "@/components/ui/button";
import { KeyOnce } from "@/components/ui/key-once";
import { PageHeader } from "@/components/ui/page-header";
import { showResult } from "@/components/ui/toast";
import { CreateKeyDialog } from "./create-key-dialog";
import { CREATE_KEY_ID, NEW_KEY_ID } from "./focus-ids";
import { LiveKeysCard } from "./live-keys-card";
import { RevokeKeyDialog } from "./revoke-key-dialog";
import { RevokedKeysCard } from "./revoked-keys-card";
import { RotateKeyDialog } from "./rotate-key-dialog";
import { ScopeList } from "./scope-list";
import { SettingsTabs } from "./settings-tabs";
import type { ApiKeyRow, ApiKeysData, CreatedApiKey, SettingsTab } from "./types";

export type KeyCalls = {
  create: typeof createApiKey;
  revoke: typeof revokeApiKey;
  rotate: typeof rotateApiKey;
};

export type ApiKeysProps = {
  data: ApiKeysData;
  tabs?: readonly SettingsTab[] | undefined;
  calls?: KeyCalls | undefined;
};

type Open = { what: "create" } | { what: "revoke" | "rotate"; key: ApiKeyRow } | null;

const CALLS: KeyCalls = { create: createApiKey, revoke: revokeApiKey, rotate: rotateApiKey };

/** The keys of an account: make, rotate, revoke. A new key is shown once, on the page. */
export function ApiKeys({ data, tabs = [], calls = CALLS }: ApiKeysProps) {
  const format = useFormat();
  const router = useRouter();
  const [open, setOpen] = useState<Open>(null);
  const [created, setCreated] = useState<CreatedApiKey | null>(null);
  const isOver = (key: ApiKeyRow) =>
    key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= data.now);
  const live = data.keys.filter((key) => !isOver(key));
  const counted = live.filter((key) => key.successorId === null).length;
  const refused = describeRefusal(data, counted, format);
  function onNewKey(key: CreatedApiKey) {
    setOpen(null);
    setCreated(key);
    router.refresh();
  }
  function onRevoked(key: ApiKeyRow) {
    setOpen(null);
    showResult({ title: `${key.name} revoked`, detail: "It is refused from now on." });
    router.refresh();
  }
  const close = () => setOpen(null);
  return (
    <>
      <PageHeader
        title="API keys"
        actions={
          <Button
            id={CREATE_KEY_ID}
            variant="primary"
            icon={<Plus aria-hidden className="size-3.5 stroke-2" />}
            disabledReason={refused}
            onClick={() => setOpen({ what: "create" })}
          >
            Create key
          </Button>
        }
      >
        Keys act for {data.accountName}, not for a person. {describeRate(data, format)}
      </PageHeader>
      <SettingsTabs tabs={tabs} />
      {created ? (
        <KeyOnce
          key={created.id}
          id={NEW_KEY_ID}
          title="Copy your new key now"
          secret={created.key}
          about={
            <>
              {created.name}, can <ScopeList scopes={created.scopes} />
            </>
          }
          onDone={() => setCreated(null)}
        />
      ) : null}
      <LiveKeysCard
        keys={live}
        data={data}
        newId={created?.id ?? null}
        onRotate={(key) => setOpen({ what: "rotate", key })}
        onRevoke={(key) => setOpen({ what: "revoke", key })}
        onCreate={refused ? null : () => setOpen({ what: "create" })}
      />
      <RevokedKeysCard keys={data.keys.filter(isOver)} />
      {open?.what === "create" ? (
        <CreateKeyDialog scopes={data.scopes} create={calls.create} onDone={onNewKey} onClose={close} />
      ) : null}
      {open?.what === "revoke" ? (
        <RevokeKeyDialog
          apiKey={open.key}
          now={data.now}
          revoke={calls.revoke}
          onDone={onRevoked}
          onClose={close}
        />
      ) : null}
      {open?.what === "rotate" ? (
        <RotateKeyDialog apiKey={open.key} rotate={calls.rotate} onDone={onNewKey} onClose={close} />
      ) : null}
    </>
  );
}

function describeRate(data: ApiKeysData, format: Format): string {
  if (data.hourlyLimit === null) return `${data.planName} has no limit on requests an hour.`;
  return `${data.planName} allows ${format.formatCount(data.hourlyLimit)} requests an hour.`;
}

function describeRefusal(data: ApiKeysData, live: number, format: Format): string | null {
  if (data.mayCreate === false)
    return "Your role may not create keys. Ask an owner or admin of this account.";
  if (live >= data.maxKeys) {
    return `All ${format.formatCount(data.maxKeys)} keys are in use. Revoke one first.`;
  }
  return null;
}
