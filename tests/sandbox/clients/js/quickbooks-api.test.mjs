// quickbooks-api: a client of fetch that reads, page by page, and connects by OAuth; it revokes in JSON.

import assert from 'node:assert/strict'
import test from 'node:test'

import { ApiClient, AuthProvider, AuthScopes, Endpoints, Environment, InvoiceStatus } from 'quickbooks-api'

import { client, inCompany, url } from './company.mjs'
import { allow } from './consent.mjs'

const CALLBACK = 'https://app.example.com/callback'

const provider = (company) => {
  Endpoints.UserAuth = company.authorize_url
  Endpoints.TokenBearer = company.token_url
  Endpoints.TokenRevoke = company.revoke_url
  Endpoints.SandboxCompanyApi = `${url}/v3/company`
  const scopes = [AuthScopes.Accounting, AuthScopes.OpenId]
  return new AuthProvider(company.client_id, company.client_secret, CALLBACK, scopes)
}

const connected = async (company) => {
  const auth = provider(company)
  const back = new URL(await allow(auth.generateAuthUrl('js-state'), company))
  await auth.exchangeCode(back.searchParams.get('code'), back.searchParams.get('realmId'))
  return auth
}

const api = async (company) => new ApiClient(await connected(company), Environment.Sandbox)

const invoice = (amount) => ({
  CustomerRef: { value: '1' },
  Line: [{ Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '3' } } }],
})

test('the company and its preferences are read', inCompany(async (company) => {
  const qbo = await api(company)
  assert.equal((await qbo.companyInfo.getCompanyInfo()).CompanyName, 'Bayside Chamber of Commerce')
  const [preferences] = (await qbo.preferences.getPreferences()).results
  assert.equal(preferences.SalesFormsPrefs.CustomTxnNumbers, true)
}))

test('customers come page by page, until there are no more', inCompany(async (company) => {
  const qbo = await api(company)
  const names = []
  for (let page = 1, more = true; more; page += 1) {
    const searchOptions = { maxResults: 2, page, orderBy: { field: 'DisplayName', direction: 'ASC' } }
    const found = await qbo.customers.getAllCustomers({ searchOptions })
    names.push(...found.results.map((each) => each.DisplayName))
    more = found.hasNextPage
  }
  assert.deepEqual(names, [...names].sort())
  assert.equal(new Set(names).size, 5)
}))

test('invoices are found by what is owed, by their date and by their id', inCompany(async (company) => {
  const [qbo, writer] = [await api(company), client(company)]
  const [open, paid] = [await writer.createInvoice(invoice(100)), await writer.createInvoice(invoice(40))]
  const tie = { Amount: 40, LinkedTxn: [{ TxnId: paid.Id, TxnType: 'Invoice' }] }
  await writer.createPayment({ CustomerRef: { value: '1' }, TotalAmt: 40, Line: [tie] })
  const ids = async (promise) => (await promise).results.map((each) => each.Id)
  assert.deepEqual(await ids(qbo.invoices.getAllInvoices({ status: InvoiceStatus.Paid })), [paid.Id])
  assert.deepEqual(await ids(qbo.invoices.getAllInvoices({ status: InvoiceStatus.Unpaid })), [open.Id])
  const [begin, end] = [new Date(Date.now() - 60_000), new Date(Date.now() + 60_000)]
  assert.deepEqual(await ids(qbo.invoices.getInvoicesForDateRange(begin, end)), [paid.Id, open.Id])
  const { invoice: read } = await qbo.invoices.getInvoiceById(open.Id).then((found) => ({ invoice: found.invoice ?? found }))
  assert.equal(read.TotalAmt, 100)
}))

test('the token is refreshed, and the connection revoked', inCompany(async (company) => {
  const auth = await connected(company)
  const first = await auth.getToken()
  const second = await auth.refresh()
  assert.notEqual(second.refreshToken, first.refreshToken)
  await auth.setToken(first)
  await assert.rejects(auth.refresh(), /invalid_grant/)
  await auth.setToken(second)
  assert.equal(await auth.revoke(), true)
  await auth.setToken(second)
  await assert.rejects(auth.refresh(), /invalid_grant/)
}))

test('a code that nobody gave is refused', inCompany(async (company) => {
  await assert.rejects(provider(company).exchangeCode('guess', company.realm_id), /invalid_grant/)
}))
