"""A log of many entries, written by the database itself: mostly synced, some failed, few due."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.model.companies import Company

# As UUIDv7 do, these ids sort in the order in which they were made.
FUNCTION = text("""
    CREATE OR REPLACE FUNCTION pg_temp.an_id(n integer, salt text) RETURNS uuid LANGUAGE sql AS $$
        SELECT (lpad(to_hex(n), 12, '0') || '70008' || substr(md5(n || salt), 1, 15))::uuid
    $$
""")

RECORDS = text("""
    INSERT INTO records (id, company_id, kind, external_ref, source_version, body, payment_method)
    SELECT
        pg_temp.an_id(n, 'record' || CAST(:company AS text)),
        CAST(:company AS uuid), (ARRAY['contact', 'invoice', 'payment'])[1 + n % 3], 'ref-' || n, 1, '{}',
        CASE WHEN n % 3 = 2 THEN 'method ' || n % 7 END
    FROM generate_series(1, :many) AS n
""")

ENTRIES = text("""
    INSERT INTO log_entries (
        id, company_id, record_id, kind, external_ref, source_version, operation, status,
        contact_ref, contact_name, reference, amount, currency, txn_date,
        created_at, updated_at, last_attempt_at,
        message, error, error_code, error_subject, cause_id, excluded_at, excluded_by,
        waiting_for, by_hand, attempts, stale_reads, lease_epoch, rank, due_at, ref_entity, ref_id, search,
        changed_in_books
    )
    SELECT
        pg_temp.an_id(n, 'entry' || company_id), company_id, id, kind, external_ref, 1, 'create', status,
        'c-' || n % 5000, 'Bakery ' || n % 5000, (1000 + n)::text, 350, 'USD', moment::date,
        moment, moment, moment,
        CASE WHEN failed THEN 'No fee item mapped' END,
        CASE WHEN failed THEN json_build_object('code', 'x', 'message', 'No', 'subject', 'x') END,
        CASE WHEN failed THEN 'fee_item_not_mapped' END,
        CASE WHEN failed THEN 'gold-' || n % 20 END,
        CASE WHEN failed THEN md5('cause ' || n % 20)::uuid END,
        CASE WHEN failed AND n % 7 = 0 THEN moment END,
        CASE WHEN failed AND n % 7 = 0 THEN 'Front end' END,
        '[]', false, 1, 0, 1, n % 3,
        CASE status WHEN 'queued' THEN moment WHEN 'retrying' THEN '2999-01-01'::timestamptz END,
        CASE WHEN status = 'synced' THEN 'Invoice' END, CASE WHEN status = 'synced' THEN n::text END,
        'ref ' || n || ' ' || (1000 + n) || ' bakery ' || n % 5000
            || CASE WHEN failed THEN ' no fee item mapped' ELSE '' END,
        CASE WHEN status = 'synced' AND n % 97 = 0 THEN json_build_object('at', moment, 'what', 'changed') END
    FROM (
        SELECT *, status = 'failed' AS failed, '2026-01-01'::timestamptz + n * interval '1 second' AS moment
        FROM (
            SELECT *, substring(external_ref FROM 5)::integer AS n,
                CASE substring(external_ref FROM 5)::integer % 200
                    WHEN 1 THEN 'failed' WHEN 2 THEN 'waiting' WHEN 3 THEN 'retrying' WHEN 4 THEN 'queued'
                    WHEN 5 THEN 'superseded' WHEN 6 THEN 'failed' WHEN 7 THEN 'skipped' ELSE 'synced'
                END AS status
            FROM records WHERE company_id = :company
        ) AS numbered
        ORDER BY n
    ) AS dated
""")

WAITS = text("""
    INSERT INTO waits (entry_id, company_id, kind, external_ref)
    SELECT id, company_id, 'contact', contact_ref FROM log_entries
    WHERE status = 'waiting' AND company_id = :company
""")


async def crowd(engine: AsyncEngine, company: Company, *, many: int) -> None:
    """Give the company so many entries, one in 200 of them due, and tell the planner."""
    async with engine.begin() as connection:
        await connection.execute(FUNCTION)
        await connection.execute(RECORDS, {"company": company.id, "many": many})
        await connection.execute(ENTRIES, {"company": company.id})
        await connection.execute(WAITS, {"company": company.id})
        await connection.execute(text("ANALYZE"))
