// Serves /settings/certificate: the three steps to a certificate from Apple, and the test card.
import { Hono, type Context as HonoContext } from 'hono';
import { AppError } from '../../errors.ts';
import { type Caller, requireCustomer } from '../../operations/access/caller.ts';
import { zoneOf } from '../../operations/accounts/time-zone.ts';
import {
  certificateSetup,
  downloadRequest,
  makeTestCard,
  ownCertificate,
  removeOwnCertificate,
  uploadCertificate,
} from '../../operations/certificates/certificate-setup.ts';
import type { Context } from '../../operations/context.ts';
import { canMail } from '../../operations/server/mail-server.ts';
import { CertificatePage, type KeptFile, TestCardPage } from '../../ui/workshop/settings-certificate.tsx';
import type { Fault } from '../../ui/workshop/settings-parts.tsx';
import { languageOf, textsOf } from '../frame.tsx';
import { basePath } from '../pages/assets.ts';
import { LARGEST_TEXT_BODY, type Parameters, readParameters } from '../parameters.ts';
import { copyScript } from './copy-script.tsx';
import { fileIn, textIn } from './form-texts.ts';
import { answerQuestion, donePath, faultOf, noticeOf } from './settings-form.tsx';
import { answerWorkshop, forRight, pagePath } from './signed-in.tsx';

/** The most that the upload may be, in bytes: three files and a kept one. */
const LARGEST_UPLOAD = 2 * 1024 * 1024;
const PAGE = '/settings/certificate';

export function settingsCertificateRoutes(context: Context): Hono {
  const app = new Hono();
  const base = basePath(context.settings.rootUrl);
  const owner = (handle: (c: HonoContext, caller: Caller) => Promise<Response>) =>
    forRight(context, 'certificate', handle);

  const show = async (c: HonoContext, caller: Caller, fault: Fault | null, kept: KeptFile | null) => {
    const texts = textsOf(c);
    return answerWorkshop(context, c, caller, {
      place: 'settings',
      title: texts.settingsCertificate.title,
      status: fault === null ? 200 : 400,
      body: (
        <CertificatePage
          base={base}
          texts={texts}
          zone={zoneOf(caller.account)}
          setup={await certificateSetup(context, caller)}
          now={context.clock.now()}
          canMail={await canMail(context)}
          email={caller.email}
          notice={fault === null ? noticeOf(c, texts) : null}
          fault={fault}
          kept={kept}
        />
      ),
    });
  };

  app.get(
    PAGE,
    owner((c, caller) => show(c, caller, null, null)),
  );

  // The redirect leads to a file, so the browser stays on the page.
  app.post(
    `${PAGE}/request`,
    owner(async (c, caller) => {
      await downloadRequest(context, caller);
      return c.redirect(pagePath(context, `${PAGE}/request`), 303);
    }),
  );
  app.get(
    `${PAGE}/request`,
    owner(async (c, caller) => {
      // Only the form makes a key: a link that is only looked at must not.
      if ((await certificateSetup(context, caller)).requestedAt === null)
        return c.redirect(pagePath(context, PAGE), 303);
      return c.body(await downloadRequest(context, caller), 200, {
        'content-type': 'application/pkcs10',
        'content-disposition': 'attachment; filename="pass.certSigningRequest"',
        'cache-control': 'private, no-store',
      });
    }),
  );

  app.post(
    `${PAGE}/upload`,
    owner(async (c, caller) => {
      const form = await readParameters(c.req.raw, LARGEST_UPLOAD);
      const certificate = fileIn(form, 'certificate') ?? keptIn(form);
      if (certificate === undefined) {
        const words = textsOf(c).settingsCertificate.noFile;
        return show(c, caller, { field: 'certificate', words }, null);
      }
      const password = textIn(form, 'password');
      try {
        await uploadCertificate(context, caller, {
          certificate,
          key: fileIn(form, 'key'),
          intermediate: fileIn(form, 'intermediate'),
          password: password === '' ? undefined : password,
        });
      } catch (error) {
        const fault = faultOf(error, textsOf(c));
        return show(c, caller, fault, fault.field === 'password' ? keptFile(form, certificate) : null);
      }
      return c.redirect(donePath(context, PAGE, 'imported'), 303);
    }),
  );

  app.post(
    `${PAGE}/test`,
    owner(async (c, caller) => {
      const form = await readParameters(c.req.raw, LARGEST_TEXT_BODY);
      const address = textIn(form, 'address').trim();
      const input = { templateHash: textIn(form, 'templateHash'), address, language: languageOf(c) };
      try {
        const hash = await makeTestCard(context, caller, input);
        const query = address === '' ? '' : `?${new URLSearchParams({ mailed: address })}`;
        return c.redirect(pagePath(context, `${PAGE}/test/${hash}${query}`), 303);
      } catch (error) {
        const fault = faultOf(error, textsOf(c));
        return show(c, caller, { ...fault, field: fault.field === 'recoveryEmail' ? 'address' : fault.field }, null);
      }
    }),
  );
  app.get(
    `${PAGE}/test/:hash`,
    owner(async (c, caller) => {
      const { pass } = await requireCustomer(context, caller, 'certificate', c.req.param('hash')!);
      const texts = textsOf(c);
      const link = `${context.settings.rootUrl}/pass/create.php?hashedSerialNumber=${pass.hash}`;
      const mailed = c.req.query('mailed') ?? null;
      return answerWorkshop(context, c, caller, {
        place: 'settings',
        title: texts.settingsCertificate.testTitle,
        head: await copyScript(context),
        body: <TestCardPage base={base} texts={texts} link={link} mailedTo={mailed} />,
      });
    }),
  );

  const ask = async (c: HonoContext, caller: Caller, refusal: string | null) => {
    const { removeTitle, removeText, remove } = textsOf(c).settingsCertificate;
    const { id, passTypeIdentifier } = await ownCertificate(context, caller, Number(c.req.param('certificate')));
    const title = removeTitle(passTypeIdentifier);
    const action = `${PAGE}/${id}/remove`;
    return answerQuestion(context, c, caller, { title, text: removeText, yes: remove, action, back: PAGE, refusal });
  };
  app.get(
    `${PAGE}/:certificate/remove`,
    owner((c, caller) => ask(c, caller, null)),
  );
  app.post(
    `${PAGE}/:certificate/remove`,
    owner(async (c, caller) => {
      try {
        await removeOwnCertificate(context, caller, Number(c.req.param('certificate')));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'certificate_in_use') throw error;
        return ask(c, caller, textsOf(c).settingsCertificate.inUse);
      }
      return c.redirect(donePath(context, PAGE, 'removed'), 303);
    }),
  );
  return app;
}

/** The file that a form kept because its password was wrong. */
function keptIn(form: Parameters): Uint8Array | undefined {
  const content = textIn(form, 'kept');
  return content === '' ? undefined : Buffer.from(content, 'base64');
}

/** An encrypted file goes back to the browser that sent it, so that it need not be chosen again. */
function keptFile(form: Parameters, certificate: Uint8Array): KeptFile {
  return { name: textIn(form, 'keptName'), content: Buffer.from(certificate).toString('base64') };
}
