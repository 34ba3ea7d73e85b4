// The second face of a pass: its Google Wallet object, and the class of its template. Both are made
// of what Wallet gets (render.ts), so that no condition and no magic string is evaluated a second
// way.
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

/** The object of a pass. Throws the error of the facts' budget when that is spent. */
export declare function googleFace(input: FaceInput): GoogleFace;

/** The class of a template: one for each resource that the template ever had. */
export declare function googleClass(input: FaceInput): GoogleClass;

/** `3388….hash`; the same for ever. */
export declare function objectId(issuerId: string, passHash: string): string;

/** `3388….hash_loyalty`, because classes of two resources cannot have one id. */
export declare function classId(issuerId: string, templateHash: string, resource: GoogleResource): string;

/** What a PATCH sends: the keys that differ, null for those that are gone; null: nothing differs. */
export declare function patchOf(before: SentFace, after: SentFace): JsonObject | null;

/** What a phone shows of the change: the messages of fields with a changeMessage; []: nothing. */
export declare function notices(before: SentFace, after: SentFace): readonly string[];
