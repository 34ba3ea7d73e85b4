// Every fuzz target: add a reader of outside input here.
import { api } from './api.ts';
import { conditions } from './conditions.ts';
import { csv } from './csv.ts';
import { downloads } from './downloads.ts';
import { forms } from './forms.ts';
import { json } from './json.ts';
import { magic } from './magic.ts';
import { multipart } from './multipart.ts';
import { packages } from './packages.ts';
import { bitmaps, svgs } from './pictures.ts';
import { tables } from './tables.ts';
import type { Target } from './target.ts';
import { templates } from './templates.ts';
import { tokens } from './tokens.ts';
import { wallet } from './wallet.ts';

export const TARGETS: readonly Target[] = [
  ...[conditions, magic, templates, json, forms, multipart, csv, tables, packages, svgs, bitmaps],
  ...[tokens, wallet, downloads, api],
];
