// The heart of a log screen: what needs a person, with a button for each remedy. It knows no rules.
import { type LogEntry, Refused, type Synclog } from "./client";

export interface Row {
  title: string;
  message: string;
  amount: string;
  steps: readonly string[];
  buttons: readonly { label: string; press: string }[];
}

export async function whatNeedsAPerson(synclog: Synclog, cursor?: string): Promise<{ rows: Row[]; next: string | null }> {
  const page = await synclog.call("get", "/logs", {
    query: { needs_attention: true, kind: ["invoice", "payment"], limit: 20, ...(cursor ? { cursor } : {}) },
  });
  return { rows: page.items.map(row), next: page.next };
}

function row(entry: LogEntry): Row {
  return {
    title: `${entry.record.kind} ${entry.reference ?? entry.record.external_ref}`,
    message: entry.message ?? entry.status,
    amount: entry.amount === null ? "" : `${entry.amount} ${entry.currency}`,
    steps: entry.error?.correction ?? [],
    buttons: entry.remedies.map((remedy) => ({ label: remedy.title, press: `${remedy.method} ${remedy.path}` })),
  };
}

export async function mapAndResync(synclog: Synclog, feeItem: string, quickbooksId: string): Promise<string> {
  await synclog.call("put", "/mappings/{kind}/{source_key}", {
    path: { kind: "fee_item", source_key: feeItem },
    body: { quickbooks_id: quickbooksId },
  });
  try {
    const started = await synclog.call("post", "/resync-failures", { body: { reason: `${feeItem} is mapped` } });
    return "id" in started ? started.id : "";
  } catch (refused) {
    if (refused instanceof Refused && refused.problem.code === "operation_in_progress") {
      return String(refused.problem.context?.["operation_id"]);
    }
    throw refused;
  }
}

// Fix once: the largest cause, what curing it would bring, and the one call that sends exactly those again.
export async function curedAtOnce(synclog: Synclog): Promise<string> {
  const { items } = await synclog.call("get", "/causes", { query: { limit: 1 } });
  const cause = items[0];
  if (cause === undefined) {
    return "Nothing needs attention.";
  }
  const body = { cause: cause.id, expected_count: cause.entries };
  const plan = await synclog.call("post", "/resync-failures", { body: { ...body, dry_run: true } });
  if ("basis" in plan && plan.would_fail_again.length === 0) {
    await synclog.call("post", "/resync-failures", { body });
  }
  return `${cause.title}: ${cause.entries}`;
}

export async function progressOf(synclog: Synclog, id: string): Promise<number> {
  const operation = await synclog.call("get", "/operations/{operation_id}", { path: { operation_id: id } });
  const { total, pending } = operation.progress;
  return total === 0 ? 1 : 1 - pending / total;
}

export async function submitInvoice(synclog: Synclog): Promise<LogEntry> {
  const accepted = await synclog.call("put", "/invoices/{external_ref}", {
    path: { external_ref: "inv-1001" },
    body: {
      source_version: 1,
      number: "1001",
      contact: "c-17",
      txn_date: "2026-01-05",
      currency: "USD",
      lines: [{ fee_item: "dues-gold", quantity: "1", unit_price: "350.00" }],
      total: "350.00",
    },
  });
  return accepted.log;
}

// What the contract refuses, the compiler refuses: a float amount, an unknown filter, an unknown path.
export const mistakes = (synclog: Synclog): unknown[] => [
  // @ts-expect-error
  synclog.call("get", "/logs", { query: { state: "failed" } }),
  // @ts-expect-error
  synclog.call("put", "/mappings/{kind}/{source_key}", { body: { quickbooks_id: 12 } }),
  // @ts-expect-error
  synclog.call("get", "/invoices"),
];
