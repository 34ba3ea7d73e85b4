// Apple's intermediate certificates (WWDR) that issue pass type certificates. Apple's account help,
// "WWDR intermediate certificates", names G4 as the only one for Pass Type IDs, so only G4 is built
// in.
import { X509Certificate } from 'node:crypto';

/**
 * AppleWWDRCAG4.cer, a public certificate, which @walletpass/pass-js and others also ship. A test
 * checks its signature by Apple Root CA and its SHA-256 fingerprint,
 * EA:47:57:88:55:38:DD:8C:B5:9F:F4:55:6F:67:60:87:D8:3C:85:E7:09:02:C1:22:E4:2C:08:08:B5:BC:E1:4C.
 * It expires on 10 December 2030.
 */
const WWDR_G4 = `-----BEGIN CERTIFICATE-----
MIIEVTCCAz2gAwIBAgIUE9x3lVJx5T3GMujM/+Uh88zFztIwDQYJKoZIhvcNAQEL
BQAwYjELMAkGA1UEBhMCVVMxEzARBgNVBAoTCkFwcGxlIEluYy4xJjAkBgNVBAsT
HUFwcGxlIENlcnRpZmljYXRpb24gQXV0aG9yaXR5MRYwFAYDVQQDEw1BcHBsZSBS
b290IENBMB4XDTIwMTIxNjE5MzYwNFoXDTMwMTIxMDAwMDAwMFowdTFEMEIGA1UE
Aww7QXBwbGUgV29ybGR3aWRlIERldmVsb3BlciBSZWxhdGlvbnMgQ2VydGlmaWNh
dGlvbiBBdXRob3JpdHkxCzAJBgNVBAsMAkc0MRMwEQYDVQQKDApBcHBsZSBJbmMu
MQswCQYDVQQGEwJVUzCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBANAf
eKp6JzKwRl/nF3bYoJ0OKY6tPTKlxGs3yeRBkWq3eXFdDDQEYHX3rkOPR8SGHgjo
v9Y5Ui8eZ/xx8YJtPH4GUnadLLzVQ+mxtLxAOnhRXVGhJeG+bJGdayFZGEHVD41t
QSo5SiHgkJ9OE0/QjJoyuNdqkh4laqQyziIZhQVg3AJK8lrrd3kCfcCXVGySjnYB
5kaP5eYq+6KwrRitbTOFOCOL6oqW7Z+uZk+jDEAnbZXQYojZQykn/e2kv1MukBVl
PNkuYmQzHWxq3Y4hqqRfFcYw7V/mjDaSlLfcOQIA+2SM1AyB8j/VNJeHdSbCb64D
YyEMe9QbsWLFApy9/a8CAwEAAaOB7zCB7DASBgNVHRMBAf8ECDAGAQH/AgEAMB8G
A1UdIwQYMBaAFCvQaUeUdgn+9GuNLkCm90dNfwheMEQGCCsGAQUFBwEBBDgwNjA0
BggrBgEFBQcwAYYoaHR0cDovL29jc3AuYXBwbGUuY29tL29jc3AwMy1hcHBsZXJv
b3RjYTAuBgNVHR8EJzAlMCOgIaAfhh1odHRwOi8vY3JsLmFwcGxlLmNvbS9yb290
LmNybDAdBgNVHQ4EFgQUW9n6HeeaGgujmXYiUIY+kchbd6gwDgYDVR0PAQH/BAQD
AgEGMBAGCiqGSIb3Y2QGAgEEAgUAMA0GCSqGSIb3DQEBCwUAA4IBAQA/Vj2e5bbD
eeZFIGi9v3OLLBKeAuOugCKMBB7DUshwgKj7zqew1UJEggOCTwb8O0kU+9h0UoWv
p50h5wESA5/NQFjQAde/MoMrU1goPO6cn1R2PWQnxn6NHThNLa6B5rmluJyJlPef
x4elUWY0GzlxOSTjh2fvpbFoe4zuPfeutnvi0v/fYcZqdUmVIkSoBPyUuAsuORFJ
EtHlgepZAE9bPFo22noicwkJac3AfOriJP6YRLj477JxPxpd1F1+M02cHSS+APCQ
A1iZQT0xWmJArzmoUUOSqwSonMJNsUvSq3xKX+udO7xPiEAGE/+QF4oIRynoYpgp
pU8RBWk6z/Kf
-----END CERTIFICATE-----`;

const KNOWN = [new X509Certificate(WWDR_G4)];

/** The built-in intermediates (original DER), which owners need not supply. */
export function knownIntermediates(): readonly Uint8Array[] {
  return KNOWN.map(({ raw }) => new Uint8Array(raw));
}

const WWDR = 'Apple Worldwide Developer Relations Certification Authority';
/** Apple's names in its list of certificates to download. */
const DOWNLOADS: Readonly<Record<string, string>> = {
  G3: 'Worldwide Developer Relations - G3 (Expiring 02/20/2030 00:00:00 UTC)',
  G4: 'Worldwide Developer Relations - G4 (Expiring 12/10/2030 00:00:00 UTC)',
  G5: 'Worldwide Developer Relations - G5 (Expiring 12/10/2030 00:00:00 UTC)',
  G6: 'Worldwide Developer Relations - G6 (Expiring 03/19/2036 00:00:00 UTC)',
};

/**
 * The name by which an owner finds an issuer's certificate: Apple's name for the download, else the
 * issuer's own name.
 */
export function downloadName(issuer: { readonly CN: string; readonly OU: string; readonly text: string }): string {
  if (issuer.CN !== WWDR) return `the certificate of "${issuer.text}"`;
  if (!/^G\d+$/.test(issuer.OU))
    return `Apple's WWDR certificate without a generation, which expired on 7 February 2023`;
  return `"${DOWNLOADS[issuer.OU] ?? `Worldwide Developer Relations - ${issuer.OU}`}" from Apple's certificate authority page`;
}
