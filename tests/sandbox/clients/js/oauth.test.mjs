// Intuit's OAuth client for JavaScript: connect, validate, refresh, call and revoke.

import assert from 'node:assert/strict'
import test from 'node:test'
import OAuthClient from 'intuit-oauth'
import { inCompany, url } from './company.mjs'
import { allow, deny } from './consent.mjs'

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

test('a person may say no', inCompany(async (company) => {
  const client = clientOf(company)
  const back = new URL(await deny(client.authorizeUri({ scope: [OAuthClient.scopes.Accounting], state: 'js-state' })))
  assert.deepEqual([...back.searchParams], [['error', 'access_denied'], ['state', 'js-state']])
  await assert.rejects(client.createToken(back.href))
}))

test('a code is good once', inCompany(async (company) => {
  const client = clientOf(company)
  const back = await allow(client.authorizeUri({ scope: [OAuthClient.scopes.Accounting], state: 's' }), company)
  await client.createToken(back)
  await assert.rejects(clientOf(company).createToken(back), (error) => {
    assert.equal(error.authResponse.json.error, 'invalid_grant')
    return true
  })
}))

test('a wrong secret is an invalid client', inCompany(async (company) => {
  const client = clientOf({ ...company, client_secret: 'guess' })
  await assert.rejects(client.refreshUsingToken(company.refresh_token), (error) => {
    assert.equal(error.authResponse.json.error, 'invalid_client')
    return true
  })
}))

test('a token that nobody gave cannot be revoked', inCompany(async (company) => {
  await assert.rejects(clientOf(company).revoke({ token: 'guess' }))
}))

test('an access token ends in time, and a refresh goes on', inCompany(async (company) => {
  await company.control('PATCH', '/settings', { access_token_lifetime: 60 })
  const client = await connected(company, [OAuthClient.scopes.Accounting])
  const call = { url: `${url}/v3/company/${company.realm_id}/customer/1` }
  await company.control('PATCH', '/settings', { clock_offset: 61 })
  await assert.rejects(client.makeApiCall(call), { code: '401' })
  await client.refresh()
  assert.equal((await client.makeApiCall(call)).json.Customer.Id, '1')
}))
