// Certificates: the guide's "Apple Certificates".
import { requestCertificate } from '../../operations/certificates.ts';
import type { Call, Endpoint } from './endpoint.ts';

export const certificateEndpoints: readonly Endpoint[] = [{ method: 'POST', path: '/passbookCsrs', run: generateCsr }];

async function generateCsr({ context, account }: Call): Promise<Response> {
  const { pem } = await requestCertificate(context, account);
  return new Response(pem, {
    headers: {
      'content-type': 'application/pkcs10',
      'content-disposition': 'attachment; filename="pass.certSigningRequest"',
    },
  });
}
