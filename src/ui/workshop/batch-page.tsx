// The page of one batch: what the check found, how far the making is, what became of the links, and
// the mails.
import type { BatchPage } from '../../operations/batches/batches.ts';
import type { Texts } from '../texts/en/index.ts';
import { FaultTable } from './batch-faults.tsx';

interface BatchViewProps {
  readonly texts: Texts;
  readonly base: string;
  /** The address of this page. */
  readonly address: string;
  readonly page: BatchPage;
  readonly hasMailServer: boolean;
  /** Whether mails may go out now. */
  readonly mayMail: boolean;
}

export function BatchView(props: BatchViewProps) {
  const { texts, base, page } = props;
  const { batch, state } = page;
  const pages = texts.batch;
  return (
    <div class="stack batchPage">
      <header>
        <h1 dir="auto">{batch.name}</h1>
        <p class="quiet">
          {pages.modes[batch.mode]}
          {page.card !== null && batch.mode !== 'blank' && (
            <>
              {' · '}
              <a href={`${base}/cards/${page.card.template.hash}/send`} dir="auto">
                {page.card.template.name}
              </a>
            </>
          )}
          {' · '}
          {pages.states[state]}
        </p>
      </header>
      {batch.state === 'draft' ? <Check {...props} /> : <Made {...props} />}
    </div>
  );
}

/** What the check found, before anything is made. */
function Check({ texts, address, page: { batch, faulty } }: BatchViewProps) {
  const { check } = texts.batch;
  const good = batch.total - batch.wrong;
  return (
    <>
      <p class="batchVerdict">
        <strong>{check.good(good)}</strong>
        {batch.wrong > 0 && <strong class="isWrong"> · {check.wrong(batch.wrong)}</strong>}
      </p>
      <p>{good === 0 ? check.nothing : batch.wrong === 0 ? check.allGood : check.text}</p>
      {batch.wrong > 0 && (
        <>
          <FaultTable texts={texts} headings={batch.headings} rows={faulty} />
          {batch.wrong > faulty.length && <p class="quiet">{check.shown(faulty.length)}</p>}
          <p>
            <a href={`${address}/wrong.csv`} class="button plain" download="">
              {check.download}
            </a>
          </p>
        </>
      )}
      {good > 0 && (
        <form method="post" action={`${address}/start`}>
          <button type="submit" class="button">
            {batch.mode === 'links' ? check.makeLinks(good) : check.makePasses(good)}
          </button>
        </form>
      )}
      <p class="batchActions">
        <a href={`${address}/columns`}>{check.back}</a>
        <a href={`${address}/delete`}>{check.drop}</a>
      </p>
    </>
  );
}

function Made(props: BatchViewProps) {
  const { texts, address, page } = props;
  const { batch, onPhones, faulty, state } = page;
  const { page: words, check } = texts.batch;
  const of = batch.total - batch.wrong;
  const isOpen = batch.state === 'running' || batch.state === 'stopped';
  return (
    <>
      {isOpen && <Progress {...props} />}
      <ul class="numbers">
        <li>
          <div>
            <strong>{batch.made}</strong> {batch.mode === 'links' ? words.links : words.made}
          </div>
        </li>
        {batch.mode === 'links' && (
          <li>
            <div>
              <strong>{batch.opened}</strong> {words.opened}
            </div>
          </li>
        )}
        <li>
          <div>
            <strong>{onPhones}</strong> {words.onPhones}
          </div>
        </li>
        {batch.failed > 0 && (
          <li>
            <div>
              <strong>{batch.failed}</strong> {words.failed}
            </div>
          </li>
        )}
        {batch.wrong > 0 && (
          <li>
            <div>
              <strong>{batch.wrong}</strong> {words.leftOut}
            </div>
          </li>
        )}
      </ul>
      {batch.made > 0 && (
        <section class="panel">
          <p>
            <a href={`${address}/result.csv`} class={isOpen ? 'button plain' : 'button'} download="">
              {batch.mode === 'blank' ? words.downloadCards : words.download}
            </a>
          </p>
          {batch.mode !== 'blank' && <p class="quiet">{words.resultText}</p>}
        </section>
      )}
      {faulty.length > 0 && (
        <section class="panel">
          <h2>{words.failedRows}</h2>
          <FaultTable texts={texts} headings={batch.headings} rows={faulty} />
          <p>
            <a href={`${address}/wrong.csv`} download="">
              {check.download}
            </a>
          </p>
        </section>
      )}
      {state === 'done' && batch.mode !== 'blank' && of > 0 && <Mails {...props} />}
      <p>
        <a href={`${address}/delete`}>{words.delete}</a>
      </p>
    </>
  );
}

function Progress({ texts, address, page: { batch } }: BatchViewProps) {
  const { page: words } = texts.batch;
  const of = batch.total - batch.wrong;
  const done = batch.made + batch.failed;
  const isRunning = batch.state === 'running';
  return (
    <section class="panel" role="status">
      <p>{isRunning ? words.progress(done, of) : words.stopped}</p>
      <progress max={Math.max(of, 1)} value={done} aria-label={words.progress(done, of)} />
      <form method="post" action={`${address}/${isRunning ? 'stop' : 'resume'}`}>
        <button type="submit" class={isRunning ? 'button plain' : 'button'}>
          {isRunning ? words.stop : words.resume}
        </button>
      </form>
      {isRunning && <p class="quiet">{words.reload}</p>}
    </section>
  );
}

function Mails({ texts, address, page: { batch, mails }, hasMailServer, mayMail }: BatchViewProps) {
  const { mail: words, page } = texts.batch;
  const { mailState } = batch;
  return (
    <section class="panel" aria-labelledby="mails">
      <h2 id="mails">{words.title}</h2>
      {!mayMail ? (
        <p>{words.noColumn}</p>
      ) : mailState === 'none' ? (
        <>
          <p>{words.text}</p>
          {!hasMailServer && <p class="quiet">{words.noServer}</p>}
          <p>
            <a href={`${address}/mail`} class="button plain">
              {words.begin}
            </a>
          </p>
        </>
      ) : (
        <>
          <p role="status">
            {mailState === 'running' ? words.running : mailState === 'stopped' ? words.stopped : words.done}
          </p>
          {!hasMailServer && <p class="quiet">{words.noServer}</p>}
          <ul class="batchMails">
            <li>
              <strong>{mails.sent}</strong> {words.sent}
            </li>
            <li>
              <strong>{mails.queued}</strong> {words.queued}
            </li>
            <li class={mails.failed > 0 ? 'isWrong' : undefined}>
              <strong>{mails.failed}</strong> {words.failed}
              {mails.failed > 0 && (
                <form method="post" action={`${address}/mail-again`}>
                  <button type="submit" class="button plain">
                    {words.again}
                  </button>
                </form>
              )}
            </li>
          </ul>
          {mailState === 'running' && (
            <form method="post" action={`${address}/mail-stop`}>
              <button type="submit" class="button plain">
                {words.stop}
              </button>
              <p class="quiet">{page.reload}</p>
            </form>
          )}
          {mailState === 'stopped' && (
            <p>
              <a href={`${address}/mail`} class="button plain">
                {words.resume}
              </a>
            </p>
          )}
        </>
      )}
    </section>
  );
}
