// What a person's browser does with the consent page.

import { url } from './company.mjs'

const decided = async (address, fields) => {
  const page = await (await fetch(address)).text()
  const [, secret] = page.match(/name="page" value="([^"]+)"/)
  const form = new URLSearchParams({ page: secret, ...fields })
  const answer = await fetch(`${url}/connect/oauth2`, { method: 'POST', body: form, redirect: 'manual' })
  return answer.headers.get('location')
}

export const allow = (address, company) => decided(address, { realm: company.realm_id, decision: 'allow' })

export const deny = (address) => decided(address, { decision: 'deny' })
