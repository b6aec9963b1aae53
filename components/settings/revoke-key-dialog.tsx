"use client";

import type { revokeApiKey } from "@/components/api/key-calls";
import { useAct } from "@/components/api/use-act";
import { useFormat } from "@/components/format/format-provider";
import { ConfirmLoss } from "@/components/ui/alert-dialog";
import { CREATE_KEY_ID, keyActionsId } from "./focus-ids";
import type { ApiKeyRow } from "./types";

export type RevokeKeyDialogProps = {
  apiKey: ApiKeyRow;
  now: string;
  revoke: typeof revokeApiKey;
  onDone: (key: ApiKeyRow) => void;
  onClose: () => void;
};

/** Asks before a key stops working. */
export function RevokeKeyDialog({ apiKey, now, revoke, onDone, onClose }: RevokeKeyDialogProps) {
  const { formatRelative } = useFormat();
  const act = useAct(revoke);
  const used = apiKey.lastUsedAt
    ? `It was last used ${formatRelative(apiKey.lastUsedAt, now)}.`
    : "It was never used.";
  async function confirm() {
    const result = await act.run("revoke", apiKey.id);
    if (result.ok) onDone(apiKey);
  }
  return (
    <ConfirmLoss
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Revoke ${apiKey.name}?`}
      description={
        <p>
          Calls with <span className="font-mono">{apiKey.prefix}…</span> are refused at once. {used} It cannot
          be brought back; counts made with it stay.
        </p>
      }
      keepLabel="Keep the key"
      actLabel="Revoke key"
      busy={act.busyWith !== null}
      error={act.refusal ? `The key was not revoked. ${act.refusal.message}` : null}
      returnFocusTo={[keyActionsId(apiKey.id), CREATE_KEY_ID]}
      onConfirm={() => void confirm()}
    />
  );
}
