// The intermediate that is shipped is Apple's own, byte for byte.
import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { downloadName, knownIntermediates } from '../../src/pass/apple-intermediates.ts';

/** Apple Root CA, public. SHA-256 fingerprint B0:B1:73:0E:...:F0:24, as below. */
const APPLE_ROOT = `-----BEGIN CERTIFICATE-----
MIIEuzCCA6OgAwIBAgIBAjANBgkqhkiG9w0BAQUFADBiMQswCQYDVQQGEwJVUzET
MBEGA1UEChMKQXBwbGUgSW5jLjEmMCQGA1UECxMdQXBwbGUgQ2VydGlmaWNhdGlv
biBBdXRob3JpdHkxFjAUBgNVBAMTDUFwcGxlIFJvb3QgQ0EwHhcNMDYwNDI1MjE0
MDM2WhcNMzUwMjA5MjE0MDM2WjBiMQswCQYDVQQGEwJVUzETMBEGA1UEChMKQXBw
bGUgSW5jLjEmMCQGA1UECxMdQXBwbGUgQ2VydGlmaWNhdGlvbiBBdXRob3JpdHkx
FjAUBgNVBAMTDUFwcGxlIFJvb3QgQ0EwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAw
ggEKAoIBAQDkkakJH5HbHkdQ6wXtXnmELes2oldMVeyLGYne+Uts9QerIjAC6Bg+
+FAJ039BqJj50cpmnCRrEdCju+QbKsMflZ56DKRHi1vUFjczy8QPTc4UadHJGXL1
XQ7Vf1+b8iUDulWPTV0N8WQ1IxVLFVkds5T39pyez1C6wVhQZ48ItCD3y6wsIG9w
tj8BMIy3Q88PnT3zK0koGsj+zrW5DtleHNbLPbU6rfQPDgCSC7EhFi501TwN22IW
q6NxkkdTVcGvL0Gz+PvjcM3mo0xFfh9Ma1CWQYnEdGILEINBhzOKgbEwWOxaBDKM
aLOPHd5lc/9nXmW8Sdh2nzMUZaF3lMktAgMBAAGjggF6MIIBdjAOBgNVHQ8BAf8E
BAMCAQYwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUK9BpR5R2Cf70a40uQKb3
R01/CF4wHwYDVR0jBBgwFoAUK9BpR5R2Cf70a40uQKb3R01/CF4wggERBgNVHSAE
ggEIMIIBBDCCAQAGCSqGSIb3Y2QFATCB8jAqBggrBgEFBQcCARYeaHR0cHM6Ly93
d3cuYXBwbGUuY29tL2FwcGxlY2EvMIHDBggrBgEFBQcCAjCBthqBs1JlbGlhbmNl
IG9uIHRoaXMgY2VydGlmaWNhdGUgYnkgYW55IHBhcnR5IGFzc3VtZXMgYWNjZXB0
YW5jZSBvZiB0aGUgdGhlbiBhcHBsaWNhYmxlIHN0YW5kYXJkIHRlcm1zIGFuZCBj
b25kaXRpb25zIG9mIHVzZSwgY2VydGlmaWNhdGUgcG9saWN5IGFuZCBjZXJ0aWZp
Y2F0aW9uIHByYWN0aWNlIHN0YXRlbWVudHMuMA0GCSqGSIb3DQEBBQUAA4IBAQBc
NplMLXi37Yyb3PN3m/J20ncwT8EfhYOFG5k9RzfyqZtAjizUsZAS2L70c5vu0mQP
y3lPNNiiPvl4/2vIB+x9OYOLUyDTOMSxv5pPCmv/K/xZpwUJfBdAVhEedNO3iyM7
R6PVbyTi69G3cN8PReEnyvFteO3ntRcXqNx+IjXKJdXZD9Zr1KIkIxH3oayPc4Fg
xhtbCS+SsvhESPBgOJ4V9T0mZyCKM2r3DYLP3uujL/lTaltkwGMzd/c6ByxW69oP
IQ7aunMZT7XZNn/Bh1XZp5m5MkL72NVxnn6hUrcbvZNCJBIqxw8dtk2cXmPIS4AX
UKqK1drk/NAJBzewdXUh
-----END CERTIFICATE-----`;

test('the root is Apple Root CA', () => {
  const root = new X509Certificate(APPLE_ROOT);
  expect(root.fingerprint256).toBe(
    'B0:B1:73:0E:CB:C7:FF:45:05:14:2C:49:F1:29:5E:6E:DA:6B:CA:ED:7E:2C:68:C5:BE:91:B5:A1:10:01:F0:24',
  );
  expect(root.subject).toContain('CN=Apple Root CA');
  expect(root.verify(root.publicKey)).toBe(true);
});

test('WWDR G4 has the fingerprint that Apple publishes, and the root signed it', () => {
  const root = new X509Certificate(APPLE_ROOT);
  const certificates = knownIntermediates().map((der) => new X509Certificate(der));
  expect(certificates.map(({ subject, fingerprint256, validTo }) => ({ subject, fingerprint256, validTo }))).toEqual([
    {
      subject: 'CN=Apple Worldwide Developer Relations Certification Authority\nOU=G4\nO=Apple Inc.\nC=US',
      fingerprint256: 'EA:47:57:88:55:38:DD:8C:B5:9F:F4:55:6F:67:60:87:D8:3C:85:E7:09:02:C1:22:E4:2C:08:08:B5:BC:E1:4C',
      validTo: 'Dec 10 00:00:00 2030 GMT',
    },
  ]);
  for (const certificate of certificates) {
    expect([certificate.ca, certificate.checkIssued(root), certificate.verify(root.publicKey)]).toEqual([
      true,
      true,
      true,
    ]);
  }
});

test('a missing one is named as Apple lists it for download', () => {
  const CN = 'Apple Worldwide Developer Relations Certification Authority';
  const name = (OU: string) => downloadName({ CN, OU, text: `CN=${CN}, OU=${OU}` });
  expect(name('G4')).toContain('"Worldwide Developer Relations - G4 (Expiring 12/10/2030 00:00:00 UTC)"');
  expect(name('G9')).toContain('"Worldwide Developer Relations - G9"');
  expect(name('Apple Worldwide Developer Relations')).toContain('expired on 7 February 2023');
  expect(downloadName({ CN: 'My CA', OU: '', text: 'CN=My CA' })).toBe('the certificate of "CN=My CA"');
});
