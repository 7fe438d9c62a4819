// A company of the sandbox for one test, opened and judged over its control side.

import assert from 'node:assert/strict'
import QuickBooks from 'node-quickbooks'

export const url = process.env.SANDBOX_URL

const control = async (method, path, body) => {
  const answer = await fetch(`${url}/_sandbox${path}`, { method, body: body && JSON.stringify(body) })
  assert.equal(answer.status, 200, await answer.clone().text())
  return answer.json()
}

// Run a test with a company; afterwards its books must be in balance.
export const inCompany = (test) => async () => {
  const opened = await control('POST', '/realms', {})
  const path = `/realms/${opened.realm_id}`
  await test({ ...opened, control: (method, below, body) => control(method, path + below, body) })
  assert.ok((await control('GET', `${path}/trial-balance`)).balanced)
  await control('DELETE', path)
}

// node-quickbooks, pointed at a company, with promises for its callbacks.
export const client = (company) => {
  QuickBooks.V3_ENDPOINT_BASE_URL = `${url}/v3/company/`
  QuickBooks.TOKEN_URL = company.token_url
  QuickBooks.REVOKE_URL = company.revoke_url
  const qbo = new QuickBooks(
    company.client_id,
    company.client_secret,
    company.access_token,
    false,
    company.realm_id,
    true,
    false,
    75,
    '2.0',
    company.refresh_token,
  )
  return new Proxy(qbo, {
    get: (held, name) => (typeof held[name] === 'function' ? promised(held, name) : held[name]),
  })
}

const promised =
  (held, name) =>
  (...asked) =>
    new Promise((resolve, reject) => {
      held[name](...asked, (error, answer) => (error ? reject(error) : resolve(answer)))
    })

// What the promise was refused with: the fault's first error.
export const refusal = async (promise) => {
  const answer = await promise.then(
    () => assert.fail('it was not refused'),
    (refused) => refused,
  )
  return answer.response.data.Fault.Error[0]
}
