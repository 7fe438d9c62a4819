// quickbooks-node-promise: another client of the whole API, and of OAuth, with a request id on every write.

import assert from 'node:assert/strict'
import test from 'node:test'

import promise from 'quickbooks-node-promise'

import { inCompany, url } from './company.mjs'
import { allow } from './consent.mjs'

const { Quickbooks } = promise

const CALLBACK = 'https://app.example.com/callback'

const configured = (company, more) => {
  Quickbooks.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`
  Quickbooks.AUTHORIZATION_URL = company.authorize_url
  Quickbooks.TOKEN_URL = company.token_url
  Quickbooks.REVOKE_URL = company.revoke_url
  Quickbooks.USER_INFO_URL = `${url}/v1/openid_connect/userinfo`
  return {
    appKey: company.client_id,
    appSecret: company.client_secret,
    redirectUrl: CALLBACK,
    scope: ['com.intuit.quickbooks.accounting', 'openid', 'email'],
    state: 'js-state',
    minorversion: 75,
    autoRefresh: false,
    ...more,
  }
}

const client = (company) => {
  const tokens = { accessToken: company.access_token, refreshToken: company.refresh_token }
  return new Quickbooks(configured(company, tokens), company.realm_id)
}

const refusal = async (promised) => {
  const answer = await promised.then(
    () => assert.fail('it was not refused'),
    (refused) => refused,
  )
  return answer.errorResponse.Fault.Error[0]
}

const line = (amount) => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: { value: '3' } },
})
const invoice = (amount, fields = {}) => ({ CustomerRef: { value: '1' }, Line: [line(amount)], ...fields })
const held = ({ Id, SyncToken }) => ({ Id, SyncToken, sparse: true })

test('an invoice is created, read, updated, sent, printed, voided and deleted', inCompany(async (company) => {
  const qbo = client(company)
  const made = await qbo.createInvoice(invoice(100))
  assert.match(made.specialHeaders.intuitTid, /^1-/)
  const { Id: id } = made.Invoice
  assert.equal((await qbo.getInvoice(id)).Invoice.TotalAmt, 100)
  const changed = await qbo.updateInvoice({ ...held(made.Invoice), PrivateNote: 'changed' })
  assert.equal(changed.Invoice.PrivateNote, 'changed')
  assert.equal((await qbo.sendInvoicePdf(id, 'a@example.com')).EmailStatus, 'EmailSent')
  assert.equal((await qbo.getInvoicePdf(id)).subarray(0, 4).toString(), '%PDF')
  const voided = await qbo.voidInvoice((await qbo.getInvoice(id)).Invoice)
  assert.equal(voided.Invoice.TotalAmt, 0)
  assert.equal((await qbo.deleteInvoice(voided.Invoice)).Invoice.status, 'Deleted')
  assert.equal((await refusal(qbo.getInvoice(id))).code, '610')
}))

test('a payment settles an invoice, and gives it back when deleted', inCompany(async (company) => {
  const qbo = client(company)
  const { Invoice: made } = await qbo.createInvoice(invoice(100))
  const tie = { Amount: 100, LinkedTxn: [{ TxnId: made.Id, TxnType: 'Invoice' }] }
  const { Payment: paid } = await qbo.createPayment({ CustomerRef: { value: '1' }, TotalAmt: 100, Line: [tie] })
  assert.equal((await qbo.getInvoice(made.Id)).Invoice.Balance, 0)
  // Its voidPayment leaves `include=void` out, and so is but an update.
  await qbo.deletePayment(held(paid))
  assert.equal((await qbo.getInvoice(made.Id)).Invoice.Balance, 100)
}))

test('objects are found, counted and paged through', inCompany(async (company) => {
  const qbo = client(company)
  const named = await qbo.findCustomers([{ field: 'DisplayName', value: '%Books', operator: 'LIKE' }])
  assert.deepEqual(named.QueryResponse.Customer.map((each) => each.DisplayName), ['Riverside Books'])
  const { totalCount } = (await qbo.countAccounts()).QueryResponse
  const all = await qbo.findAccounts({ limit: 1000 })
  assert.equal(all.QueryResponse.Account.length, totalCount)
}))

test('every kind of object can be asked for', inCompany(async (company) => {
  const qbo = client(company)
  const finders = Object.keys(qbo).filter((name) => /^find[A-Z]/.test(name))
  assert.ok(finders.length > 30)
  for (const find of finders) assert.equal(typeof (await qbo[find]()).QueryResponse, 'object', find)
}))

test('a batch and its changes', inCompany(async (company) => {
  const qbo = client(company)
  const since = new Date(Date.now() - 60_000)
  const answer = await qbo.batch([
    { bId: '1', operation: 'create', Invoice: invoice(30) },
    { bId: '2', operation: 'create', Customer: { DisplayName: 'Printworks & Co' } },
    { bId: '3', Query: 'select count(*) from Term' },
  ])
  const [made, refused, counted] = answer.BatchItemResponse
  assert.equal(refused.Fault.Error[0].code, '6240')
  assert.equal(counted.QueryResponse.totalCount, 4)
  const [changes] = (await qbo.changeDataCapture(['Invoice', 'Payment'], since)).CDCResponse
  assert.deepEqual(changes.QueryResponse[0].Invoice.map((each) => each.Id), [made.Invoice.Id])
}))

test('a file is attached to an invoice', inCompany(async (company) => {
  const qbo = client(company)
  const { Invoice: made } = await qbo.createInvoice(invoice(30))
  const answer = await qbo.upload('dues.txt', 'text/plain', Buffer.from('forty'), 'Invoice', made.Id)
  const { Attachable: kept } = answer.AttachableResponse[0]
  assert.deepEqual([kept.FileName, kept.AttachableRef[0].EntityRef.value], ['dues.txt', made.Id])
}))

test('the rate of a currency is read', inCompany(async (company) => {
  await company.control('PATCH', '/settings', { preferences: { CurrencyPrefs: { MultiCurrencyEnabled: true } } })
  const { ExchangeRate: rate } = await client(company).getExchangeRate({ sourcecurrencycode: 'EUR' })
  assert.deepEqual([rate.SourceCurrencyCode, rate.TargetCurrencyCode], ['EUR', 'USD'])
}))

test('a company is connected, refreshed and revoked', inCompany(async (company) => {
  const config = configured(company)
  const back = new URL(await allow(Quickbooks.authorizeUrl(config), company))
  assert.equal(back.searchParams.get('state'), 'js-state')
  const qbo = new Quickbooks(config, back.searchParams.get('realmId'))
  const first = await qbo.createToken(back.searchParams.get('code'))
  assert.equal((await qbo.getUserInfo()).email, 'owner@example.com')
  const second = await qbo.refreshAccessToken()
  assert.notEqual(second.refresh_token, first.refresh_token)
  await assert.rejects(qbo.refreshAcessTokenWithToken(first.refresh_token), { message: 'Bad Request' })
  assert.ok((await qbo.findTerms()).QueryResponse.Term.length)
  await qbo.revokeAccess(true)
  await assert.rejects(qbo.findTerms())
}))
