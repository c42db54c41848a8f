// Signs Noor in by openid-client, as a partner of itsme or as a client of the access management, and prints what
// it was told. What to do comes as JSON on the standard input: see test_openid_client.py.
//
// The library discovers the provider, makes the request (PKCE, state, nonce), authenticates by private_key_jwt,
// decrypts what is nested, verifies every signature and judges the claims. The pages and the phone are played here.

import { text } from "node:stream/consumers";
import * as client from "openid-client";

const given = JSON.parse(await text(process.stdin));
const RSA = { RS256: "RSASSA-PKCS1-v1_5", "RSA-OAEP-256": "RSA-OAEP" };

function imported(jwk, use) {
  const algorithm =
    jwk.kty === "EC"
      ? { name: "ECDSA", namedCurve: jwk.crv }
      : { name: RSA[jwk.alg], hash: "SHA-256" };
  const { use: _, key_ops: __, ...bare } = jwk;
  return crypto.subtle.importKey("jwk", bare, algorithm, false, [use]);
}

// A browser: it keeps cookies, whose names differ from party to party, and follows no redirect by itself.
const cookies = new Map();

async function ask(method, url, body) {
  const reply = await fetch(url, {
    method,
    redirect: "manual",
    headers: {
      Accept: "application/json",
      Cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
      ...(body && { "Content-Type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  });
  for (const cookie of reply.headers.getSetCookie()) {
    const [name, value] = cookie.split(";")[0].split("=");
    cookies.set(name, value);
  }
  if (reply.status >= 400) throw new Error(`${method} ${url}: ${await reply.text()}`);
  return reply;
}

const where = async (reply) => (await reply).headers.get("location");
const told = async (reply) => (await reply).json();

async function approvedAtItsme(address) {
  const phone = await told(ask("POST", `${given.simulation}/v1/persons/noor-peeters/phone`));
  const pages = await where(ask("GET", address));
  const { details } = await told(
    ask("POST", pages, { action: "sendNumber", phoneNumber: phone.number }),
  );
  const answered = await fetch(`${given.itsme}/simulator/v1/requests/${details.requestId}`, {
    method: "PUT",
    headers: { Authorization: `Bearer ${phone.appToken}`, "Content-Type": "application/json" },
    body: JSON.stringify({ answer: "approve" }),
  });
  if (answered.status !== 204) throw new Error(await answered.text());
  return (await told(ask("GET", pages))).redirectTo;
}

async function approvedAtAccessManagement(address) {
  const page = await where(ask("GET", address));
  const { details } = await told(ask("POST", page, { action: "chooseMethod", method: "itsme" }));
  const back = await approvedAtItsme(details.authorizationUrl);
  return (await told(ask("GET", await where(ask("GET", back))))).redirectTo;
}

const atTokenEndpoint = {
  [client.modifyAssertion]: (_header, claims) => {
    claims.aud = config.serverMetadata().token_endpoint; // itsme's own rule
  },
};

const metadata = { id_token_signed_response_alg: given.algorithm };
if (given.opens) metadata.userinfo_signed_response_alg = given.algorithm;
const key = { key: await imported(given.signs, "sign"), kid: given.signs.kid };
const config = await client.discovery(
  new URL(given.issuer),
  given.clientId,
  metadata,
  client.PrivateKeyJwt(key, given.opens ? atTokenEndpoint : undefined),
);
client.enableNonRepudiationChecks(config); // verify signatures although TLS would do
if (given.opens) {
  const opens = { key: await imported(given.opens, "decrypt"), alg: given.opens.alg };
  client.enableDecryptingResponses(config, [given.content], { ...opens, kid: given.opens.kid });
}

const verifier = client.randomPKCECodeVerifier();
const [state, nonce] = [client.randomState(), client.randomNonce()];
const address = client.buildAuthorizationUrl(config, {
  redirect_uri: given.redirectUri,
  scope: given.scope,
  code_challenge: await client.calculatePKCECodeChallenge(verifier),
  code_challenge_method: "S256",
  state,
  nonce,
});
const approved = given.opens ? approvedAtItsme : approvedAtAccessManagement;
const tokens = await client.authorizationCodeGrant(config, new URL(await approved(address.href)), {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  idTokenExpected: true,
});
const claims = tokens.claims();
const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
console.log(
  JSON.stringify({
    claims,
    userinfo,
    nested: {
      idToken: tokens.id_token.split(".").length === 5,
      opened: client.getDecryptedResponses?.(tokens) !== undefined,
    },
  }),
);
