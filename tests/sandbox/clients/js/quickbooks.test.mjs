// node-quickbooks, used as its README and its own tests use it against the real QuickBooks.

import assert from 'node:assert/strict'
import test from 'node:test'
import { client, inCompany, refusal } from './company.mjs'

const line = (amount, item = '3') => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: { value: item } },
})
const invoice = (amount, fields = {}) => ({ CustomerRef: { value: '1' }, Line: [line(amount)], ...fields })
const minuteAgo = () => new Date(Date.now() - 60_000)

const ENTITIES = [
  'Account', 'Attachable', 'Bill', 'BillPayment', 'Budget', 'Class', 'CompanyInfo', 'CreditMemo', 'Customer',
  'Department', 'Deposit', 'Employee', 'Estimate', 'ExchangeRate', 'Invoice', 'Item', 'JournalEntry', 'Payment',
  'PaymentMethod', 'Preferences', 'Purchase', 'PurchaseOrder', 'RefundReceipt', 'SalesReceipt', 'TaxAgency',
  'TaxCode', 'TaxRate', 'Term', 'TimeActivity', 'Transfer', 'Vendor', 'VendorCredit',
]

test('every entity is found, by GET', inCompany(async (company) => {
  const qbo = client(company)
  for (const entity of ENTITIES) {
    const found = await qbo[`find${plural(entity)}`]()
    assert.equal(typeof found.QueryResponse, 'object', entity)
  }
  const { calls } = await company.control('GET', '/calls')
  assert.deepEqual([...new Set(calls.map((call) => call.method))], ['GET'])
}))

const plural = (name) => (/s$/.test(name) ? `${name}es` : /y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`)

test('a criterion finds what it says', inCompany(async (company) => {
  const qbo = client(company)
  const names = async (criteria) =>
    ((await qbo.findCustomers(criteria)).QueryResponse.Customer ?? []).map((each) => each.DisplayName)
  assert.deepEqual(await names({ DisplayName: 'Harbour Cafe' }), ['Harbour Cafe'])
  assert.deepEqual(await names([{ field: 'DisplayName', value: '%Books', operator: 'LIKE' }]), ['Riverside Books'])
  assert.deepEqual(await names({ Id: ['1', '4'] }), ['Harbour Cafe', 'Maria Lopez'])
  assert.deepEqual(await names({ desc: 'DisplayName', limit: 1 }), ['Summit Engineering'])
  assert.deepEqual(await names({ asc: 'DisplayName', limit: 2, offset: 2 }), ['Maria Lopez', 'Northside Dental Group'])
  assert.deepEqual(await names({ DisplayName: 'Nobody' }), [])
}))

test('a name with an apostrophe and an ampersand is found', inCompany(async (company) => {
  const qbo = client(company)
  const made = await qbo.createCustomer({ DisplayName: "O'Neil & Sons + 100%" })
  const found = await qbo.findCustomers({ DisplayName: "O'Neil & Sons + 100%" })
  assert.deepEqual(found.QueryResponse.Customer.map((each) => each.Id), [made.Id])
}))

test('objects are counted', inCompany(async (company) => {
  const qbo = client(company)
  const { totalCount } = (await qbo.findItems({ count: true })).QueryResponse
  assert.equal(totalCount, (await qbo.findItems()).QueryResponse.Item.length)
}))

test('all pages are fetched', inCompany(async (company) => {
  const found = await client(company).findAccounts({ fetchAll: true, limit: 10 })
  const ids = found.QueryResponse.Account.map((each) => each.Id)
  assert.ok(ids.length > 20)
  assert.equal(new Set(ids).size, ids.length)
}))

test('an invoice is created, read, updated, sent, printed, voided and deleted', inCompany(async (company) => {
  const qbo = client(company)
  const made = await qbo.createInvoice(invoice(100, { DocNumber: 'JS-1' }))
  assert.equal(made.TotalAmt, 100)
  assert.equal((await qbo.getInvoice(made.Id)).DocNumber, 'JS-1')

  const changed = await qbo.updateInvoice({ Id: made.Id, SyncToken: made.SyncToken, PrivateNote: 'changed' })
  assert.deepEqual([changed.PrivateNote, changed.TotalAmt, changed.SyncToken], ['changed', 100, '1'])

  assert.equal((await qbo.sendInvoicePdf(made.Id, 'a@example.com')).EmailStatus, 'EmailSent')
  assert.equal(Buffer.from(await qbo.getInvoicePdf(made.Id)).subarray(0, 4).toString(), '%PDF')

  const voided = await qbo.voidInvoice(made.Id)
  assert.deepEqual([voided.Invoice.TotalAmt, voided.Invoice.Balance], [0, 0])
  const gone = await qbo.deleteInvoice(made.Id)
  assert.equal(gone.Invoice.status, 'Deleted')
  assert.equal((await refusal(qbo.getInvoice(made.Id))).code, '610')
}))

test('a payment settles an invoice, and gives it back when voided', inCompany(async (company) => {
  const qbo = client(company)
  const made = await qbo.createInvoice(invoice(100))
  const payment = await qbo.createPayment({
    CustomerRef: { value: '1' },
    TotalAmt: 100,
    Line: [{ Amount: 100, LinkedTxn: [{ TxnId: made.Id, TxnType: 'Invoice' }] }],
  })
  assert.equal((await qbo.getInvoice(made.Id)).Balance, 0)
  const voided = await qbo.voidPayment({ Id: payment.Id, SyncToken: payment.SyncToken })
  assert.equal(voided.TotalAmt, 0)
  assert.equal((await qbo.getInvoice(made.Id)).Balance, 100)
}))

test('an object can be deleted by the whole of it', inCompany(async (company) => {
  const qbo = client(company)
  const made = await qbo.createCreditMemo(invoice(10))
  assert.equal((await qbo.deleteCreditMemo(made)).CreditMemo.status, 'Deleted')
}))

test('the same request id makes one invoice', inCompany(async (company) => {
  const qbo = client(company)
  const first = await qbo.createInvoice(invoice(10, { requestId: 'js-1' }))
  const again = await qbo.createInvoice(invoice(10, { requestId: 'js-1' }))
  assert.equal(first.Id, again.Id)
  assert.equal((await qbo.findInvoices({ count: true })).QueryResponse.totalCount, 1)
}))

test('a number may be taken twice by who says so', inCompany(async (company) => {
  const qbo = client(company)
  await qbo.createInvoice(invoice(10, { DocNumber: 'TWICE' }))
  assert.equal((await refusal(qbo.createInvoice(invoice(10, { DocNumber: 'TWICE' })))).code, '6140')
  await qbo.createInvoice(invoice(10, { DocNumber: 'TWICE', allowDuplicateDocNum: true }))
}))

test('a batch creates, updates, deletes and queries', inCompany(async (company) => {
  const qbo = client(company)
  const [kept, gone] = [await qbo.createInvoice(invoice(10)), await qbo.createInvoice(invoice(20))]
  const held = ({ Id, SyncToken }) => ({ Id, SyncToken, sparse: true })
  const answer = await qbo.batch([
    { bId: '1', operation: 'create', Invoice: invoice(30) },
    { bId: '2', operation: 'update', Invoice: { ...held(kept), PrivateNote: 'batched' } },
    { bId: '3', operation: 'delete', Invoice: held(gone) },
    { bId: '4', Query: 'select count(*) from Term' },
    { bId: '5', operation: 'create', Customer: { DisplayName: 'Printworks & Co' } },
  ])
  const [made, changed, deleted, counted, refused] = answer.BatchItemResponse
  assert.equal(made.Invoice.TotalAmt, 30)
  assert.equal(changed.Invoice.PrivateNote, 'batched')
  assert.equal(deleted.Invoice.status, 'Deleted')
  assert.equal(counted.QueryResponse.totalCount, 4)
  assert.equal(refused.Fault.Error[0].code, '6240')
}))

test('changes are captured', inCompany(async (company) => {
  const qbo = client(company)
  const made = await qbo.createInvoice(invoice(10))
  const answer = await qbo.changeDataCapture(['Invoice', 'Payment'], minuteAgo())
  const [invoices, payments] = answer.CDCResponse[0].QueryResponse
  assert.deepEqual(invoices.Invoice.map((each) => each.Id), [made.Id])
  assert.deepEqual(payments, {})
}))

test('the company and its preferences are read and changed', inCompany(async (company) => {
  const qbo = client(company)
  assert.equal((await qbo.getCompanyInfo(company.realm_id)).CompanyName, 'Bayside Chamber of Commerce')
  const held = await qbo.getPreferences()
  held.SalesFormsPrefs.AutoApplyCredit = true
  await qbo.updatePreferences(held)
  assert.equal((await qbo.getPreferences()).SalesFormsPrefs.AutoApplyCredit, true)
}))

test('a fault reaches the callback', inCompany(async (company) => {
  const error = await refusal(client(company).createCustomer({ DisplayName: 'Harbour Cafe' }))
  assert.deepEqual([error.code, error.Message], ['6240', 'Duplicate Name Exists Error'])
}))

test('tokens are refreshed and revoked', inCompany(async (company) => {
  const qbo = client(company)
  const pair = await qbo.refreshAccessToken()
  assert.notEqual(pair.refresh_token, company.refresh_token)
  await qbo.findTerms()
  await qbo.revokeAccess(true)
  await assert.rejects(client({ ...company, access_token: pair.access_token }).findTerms())
}))
