// Answers one message of an assistant with the protocol's own library: a server for this message
// alone, which knows whose key it is.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { AppError, shownError } from '../../errors.ts';
import { requireAssistant } from '../../operations/access/authorize-assistant.ts';
import { clientHashOf } from '../../operations/access/client-hash.ts';
import { jsonOf } from '../../rules/values/key-order.ts';
import { en } from '../../ui/texts/en/index.ts';
import type { Call, Tool } from './tool.ts';
import { TOOLS } from './tools.ts';

const INSTRUCTIONS = `Passwright makes Apple Wallet passes of templates, which owners call cards. A template is a JSON like
Apple's pass.json with additional properties and triggers: rules that run on an event such as onScan. Start with
list_templates and read_template. To find out why a rule did not apply, use list_runs and explain_run; to see what an
event would do, use simulate, which changes nothing. To change a card, send its whole JSON with propose_draft and the
revision that read_template gave; a person looks at the draft and publishes it.`;

/** `message`: the parsed body of the request. */
export async function answerMessage(call: Call, request: Request, message: unknown): Promise<Response> {
  const { version } = await call.context.installation.look();
  const server = new McpServer({ name: 'passwright', title: 'Passwright', version }, { instructions: INSTRUCTIONS });
  for (const tool of TOOLS) {
    const { name, title, description, input, changes } = tool;
    server.registerTool(
      name,
      {
        title,
        description,
        inputSchema: input.shape,
        annotations: { readOnlyHint: !changes, destructiveHint: name === 'publish_draft', openWorldHint: false },
      },
      (given: Record<string, unknown>) => answerTool(call, tool, given),
    );
  }
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody: message });
  } finally {
    await server.close();
  }
}

/** What a tool answers, as text and as JSON; an error is an answer too, which the assistant reads. */
async function answerTool(
  call: Call,
  { name, needs, run }: Tool,
  given: Record<string, unknown>,
): Promise<CallToolResult> {
  const { context, assistant } = call;
  try {
    requireAssistant(assistant, needs);
    return result(call, jsonOf(await context.spans.span(`mcp ${name}`, {}, () => run(call, given))), false);
  } catch (thrown) {
    const error = shownError(thrown);
    if (!(error instanceof AppError)) {
      context.log.error({ err: error }, 'a tool of an assistant failed');
      return result(call, jsonOf({ code: 'internal', message: en.errors.codes.internal }), true);
    }
    const { code, message, field, diagnostics, beside } = error;
    return result(call, JSON.stringify({ code, message, field, diagnostics, ...beside }), true);
  }
}

/** An assistant may read cards, and not act as their owner: the clientHash goes into no answer. */
function result({ context, assistant }: Call, json: string, isError: boolean): CallToolResult {
  const text = json.replaceAll(clientHashOf(context.settings.secret, assistant.caller.account), '{clientHash}');
  const structuredContent = JSON.parse(text) as Record<string, unknown>;
  const said = isError ? String(structuredContent.message) : text;
  return { content: [{ type: 'text', text: said }], structuredContent, ...(isError ? { isError } : {}) };
}
