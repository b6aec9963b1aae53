import type postgres from "postgres";

/** A forged entry at a place, with a hash that fits its content and the entry before. */
export async function insertForged(
  sql: postgres.TransactionSql,
  accountId: string,
  sequence: number,
): Promise<void> {
  await sql`
    insert into audit_log (account_id, actor_kind, actor_id, action, target_kind, target_id, sequence, previous_hash, hash)
    select ${accountId}, 'system', 'forger', 'plan.changed', 'plan', 'pro', ${sequence}, hash, '\\x00'
    from audit_log where account_id = ${accountId} and sequence = ${sequence - 1}`;
  await sql`
    update audit_log a set hash = sha256(convert_to(private.audit_statement(a), 'UTF8'))
    where account_id = ${accountId} and sequence = ${sequence} and actor_id = 'forger'`;
}

/** Changes an entry and makes every hash up to another one fit again; the head too when that is the last one. */
export async function rewriteEntries(
  sql: postgres.TransactionSql,
  accountId: string,
  from: number,
  upTo: number,
): Promise<void> {
  await sql`update audit_log set actor_id = 'user_mallory' where account_id = ${accountId} and sequence = ${from}`;
  for (let sequence = from; sequence <= upTo; sequence += 1) {
    await sql`
      update audit_log a set previous_hash = b.hash from audit_log b
      where a.account_id = ${accountId} and a.sequence = ${sequence}
        and b.account_id = ${accountId} and b.sequence = ${sequence - 1}`;
    await sql`
      update audit_log a set hash = sha256(convert_to(private.audit_statement(a), 'UTF8'))
      where account_id = ${accountId} and sequence = ${sequence}`;
  }
  await sql`
    update audit_chains c set hash = a.hash from audit_log a
    where c.account_id = ${accountId} and a.account_id = ${accountId} and a.sequence = ${upTo}
      and c.sequence = ${upTo}`;
}
