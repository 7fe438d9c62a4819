// Intuit's OAuth client for JavaScript: connect, validate, refresh, call and revoke.

import assert from 'node:assert/strict'
import test from 'node:test'
import OAuthClient from 'intuit-oauth'
import { inCompany, url } from './company.mjs'

const CALLBACK = 'https://app.example.com/callback'

const clientOf = (company, more = {}) => {
  OAuthClient.jwks_uri = `${url}/op/v1/jwks`
  return new OAuthClient({
    clientId: company.client_id,
    clientSecret: company.client_secret,
    environment: 'sandbox',
    redirectUri: CALLBACK,
    ...more,
  }).setAuthorizeURLs({
    authorizeEndpoint: `${url}/connect/oauth2`,
    tokenEndpoint: `${url}/oauth2/v1/tokens/bearer`,
    revokeEndpoint: `${url}/v2/oauth2/tokens/revoke`,
    userInfoEndpoint: `${url}/v1/openid_connect/userinfo`,
  })
}

// What a person's browser does with the consent page.
const allow = async (address, company) => {
  const page = await (await fetch(address)).text()
  const [, secret] = page.match(/name="page" value="([^"]+)"/)
  const form = new URLSearchParams({ page: secret, realm: company.realm_id, decision: 'allow' })
  const answer = await fetch(`${url}/connect/oauth2`, { method: 'POST', body: form, redirect: 'manual' })
  return answer.headers.get('location')
}

const connected = async (company, scope = [OAuthClient.scopes.Accounting, OAuthClient.scopes.OpenId], more = {}) => {
  const client = clientOf(company, more)
  const back = await allow(client.authorizeUri({ scope, state: 'js-state' }), company)
  await client.createToken(back)
  return client
}

test('a company is connected and called', inCompany(async (company) => {
  const client = await connected(company)
  const { realmId, state, access_token: token } = client.getToken()
  assert.deepEqual([realmId, state], [company.realm_id, 'js-state'])
  assert.ok(client.isAccessTokenValid(), token)
  const answer = await client.makeApiCall({ url: `${url}/v3/company/${realmId}/companyinfo/${realmId}` })
  assert.equal(answer.json.CompanyInfo.CompanyName, 'Bayside Chamber of Commerce')
}))

test('a fault arrives with its code', inCompany(async (company) => {
  const client = await connected(company)
  const call = { url: `${url}/v3/company/${company.realm_id}/invoice/4711` }
  await assert.rejects(client.makeApiCall(call), (error) => {
    assert.deepEqual([error.code, error.faultType], ['610', 'ValidationFault'])
    assert.ok(error.intuit_tid ?? error.intuitTid)
    return true
  })
}))

test('a throttled call is told from others', inCompany(async (company) => {
  const client = await connected(company)
  await company.control('PATCH', '/settings', { limits: { enforce: true, per_second: 1 } })
  const call = { url: `${url}/v3/company/${company.realm_id}/customer/1` }
  const calls = await Promise.allSettled([1, 2, 3].map(() => client.makeApiCall(call)))
  const codes = calls.map((each) => each.reason?.code)
  assert.ok(codes.includes('RATE_LIMIT_EXCEEDED'), String(codes))
}))

test('the id token is valid', inCompany(async (company) => {
  const client = await connected(company)
  assert.equal(await client.validateIdToken(), true)
}))

test('the person is known', inCompany(async (company) => {
  const { OpenId, Email, Accounting } = OAuthClient.scopes
  const client = await connected(company, [OpenId, Email, Accounting])
  assert.equal((await client.getUserInfo()).json.email, 'owner@example.com')
}))

test('a refresh rotates the pair, and the old one is dead', inCompany(async (company) => {
  const client = await connected(company)
  const old = client.getToken().refresh_token
  await client.refresh()
  assert.notEqual(client.getToken().refresh_token, old)
  await assert.rejects(client.refreshUsingToken(old), (error) => {
    assert.equal(error.authResponse.json.error, 'invalid_grant')
    return true
  })
}))

test('the end of all refreshing is told to who asks', inCompany(async (company) => {
  const client = await connected(company, [OAuthClient.scopes.Accounting], { includeRefreshTokenHardExpiresIn: true })
  assert.equal(client.getToken().x_refresh_token_hard_expires_in, 5 * 365 * 86_400)
}))

test('a revocation ends the connection', inCompany(async (company) => {
  const client = await connected(company)
  const refresh = client.getToken().refresh_token
  await client.revoke()
  await assert.rejects(client.refreshUsingToken(refresh))
}))
