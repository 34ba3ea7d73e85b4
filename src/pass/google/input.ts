// What a Google face is made of, and what comes of it: the words that the files of this folder
// share with the operations that send faces.
import type { PassFacts } from '../../rules/passes/facts.ts';
import type { Program } from '../../rules/templates/program.ts';
import type { JsonObject } from '../../rules/values/values.ts';
import type { Ending } from '../render.ts';

/** Google's resources, as its API names them before `Class` and `Object`. */
export const GOOGLE_RESOURCES = ['eventTicket', 'flight', 'generic', 'loyalty', 'offer', 'transit'] as const;
export type GoogleResource = (typeof GOOGLE_RESOURCES)[number];

/** What the server knows of a pass beside its template and values. */
export interface GoogleIdentity {
  /** Google's number of the issuer: digits. */
  readonly issuerId: string;
  readonly templateName: string;
  /** Never an e-mail address, because holders see the name. */
  readonly ownerName: string;
  /** Where Google tells of saves and deletions, by https; null: nowhere. */
  readonly callbackUrl: string | null;
  /** A public picture for templates without a logo and an icon, which some resources require. */
  readonly defaultLogo: string;
  /** The language that the template's texts are written in, such as `de`. */
  readonly language: string;
}

/** Image name, with or without @2x or @3x -> public URL. */
export type GoogleImages = Readonly<Record<string, string>>;

/** What Google has of a pass once it is sent, as JSON that a store keeps. */
export interface SentFace {
  readonly object: JsonObject;
  /** Of each field with a changeMessage: its key -> what it shows, and what lock screens say. */
  readonly announced: Readonly<Record<string, Announced>>;
}

export type Announced = Readonly<Record<'value' | 'message', string>>;

export interface GoogleFace extends SentFace {
  readonly resource: GoogleResource;
  /** The keys of the fields for which Google has no room. */
  readonly leftOut: readonly string[];
}

export interface GoogleClass {
  readonly resource: GoogleResource;
  readonly class: JsonObject;
}

export interface FaceInput {
  readonly program: Program;
  /** Of the pass; for a class: of a new pass, without overrides. */
  readonly facts: PassFacts;
  readonly identity: GoogleIdentity;
  readonly images: GoogleImages;
  /**
   * The resource that the pass has at Google already. An object never changes its resource, although
   * its template may change its style. Absent: that of the template.
   */
  readonly resource?: GoogleResource;
  readonly ending?: Ending;
}
