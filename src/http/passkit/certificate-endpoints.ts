// Serves the guide's "Apple Certificates".
import { AppError } from '../../errors.ts';
import {
  describeCertificate,
  findCertificate,
  importCertificate,
  requestCertificate,
  usableCertificates,
} from '../../operations/certificates/certificates.ts';
import type { Context } from '../../operations/context.ts';
import type { Certificate } from '../../ports/store/certificates.ts';
import { withKnownKeys } from '../known-keys.ts';
import type { PassKitBody } from './body.ts';
import { certificateNames } from './campaign-schema.ts';
import type { Call, Endpoint } from './endpoint.ts';
import { isoTime, refusePart } from './request-checks.ts';
import { read } from './shapes.ts';

export const certificateEndpoints: readonly Endpoint[] = [
  { method: 'POST', path: '/passbookCsrs', run: generateCsr },
  { method: 'POST', path: '/passbookCerts', run: async (call) => uploadCertificate(call, await call.body()) },
  { method: 'GET', path: '/passbookCerts', run: list },
  { method: 'GET', path: '/passbookCerts/:id', run: retrieve },
];

async function generateCsr({ context, account }: Call): Promise<Response> {
  const { pem } = await requestCertificate(context, account);
  return new Response(pem, {
    headers: {
      'content-type': 'application/pkcs10',
      'content-disposition': 'attachment; filename="pass.certSigningRequest"',
    },
  });
}

/** The guide calls the part passbookPEM and the file a CER file. Clients also send passbookCER. */
const PARTS = ['passbookPEM', 'passbookCER'];

export function isCertificateUpload({ files }: PassKitBody): boolean {
  return PARTS.some((part) => files[part] !== undefined);
}

export async function uploadCertificate(call: Call, { json, files }: PassKitBody): Promise<object> {
  const { context, account } = call;
  const unknown = Object.keys(files).find((name) => !PARTS.includes(name));
  if (unknown !== undefined) refusePart(unknown, [...PARTS, 'jsonBody']);
  const certificate = (files.passbookPEM ?? files.passbookCER)?.bytes;
  if (certificate === undefined) {
    const message = 'passbookPEM is missing: give the certificate from Apple as a file of a multipart form.';
    throw new AppError('parameter_missing', { field: 'passbookPEM', message });
  }
  const names = json === undefined ? {} : read(certificateNames, withKnownKeys(certificateNames, json, call));
  const { publicId } = await importCertificate(context, account, { certificate, archives: false, ...names }).catch(
    (error) => {
      if (!(error instanceof AppError) || error.code !== 'certificate_invalid') throw error;
      throw new AppError(error.code, { message: error.message, field: 'passbookPEM' });
    },
  );
  return { id: publicId };
}

async function retrieve({ context, account, parameters }: Call): Promise<object> {
  return describe(context, await findCertificate(context, account, parameters.id!, 'id'));
}

async function list({ context, account }: Call): Promise<object> {
  return (await usableCertificates(context, account)).map((certificate) => describe(context, certificate));
}

function describe(context: Context, certificate: Certificate): object {
  const { publicId, name, description, passTypeIdentifier, teamIdentifier, createdAt } = certificate;
  const { organizationName, validFrom, validUntil } = describeCertificate(context, certificate);
  return {
    id: publicId,
    passTypeId: passTypeIdentifier,
    ...(name === null ? {} : { name }),
    ...(description === null ? {} : { description }),
    validFrom,
    validUntil,
    teamName: organizationName,
    teamCode: teamIdentifier,
    createdAt: isoTime(createdAt),
    // A certificate never changes.
    updatedAt: isoTime(createdAt),
  };
}
