// The API functions by topic and by name: the table of contents of this surface.
import { clientInfo, login, logout } from './account-functions.ts';
import type { ApiFunction } from './api-function.ts';
import { batchCreate, batchInfo } from './batch-functions.ts';
import { checkPassAccess, passTracking, simulate, trackPassAccess } from './event-functions.ts';
import {
  createPassFromTemplateFields,
  deletePass,
  passInfo,
  pushPassUpdates,
  updatePassFields,
} from './pass-functions.ts';
import { scheduleDryRun, templateSchedules } from './schedule-functions.ts';
import {
  bulkStatus,
  bulkUndo,
  bulkUpdate,
  deleteSegment,
  getSegments,
  insertUpdateSegment,
  segmentPasses,
} from './segment-functions.ts';
import {
  allTemplates,
  deleteTemplate,
  imageForName,
  insertUpdateTemplate,
  templateInfo,
  templatePasses,
  templateStats,
  updatePassesForTemplate,
  uploadTemplateImages,
} from './template-functions.ts';
import {
  deleteWebhook,
  getWebhooks,
  insertUpdateWebhook,
  resendWebhook,
  webhookDeliveries,
} from './webhook-functions.ts';

export const TOPICS = {
  account: { login, logout, clientInfo },
  templates: {
    allTemplates,
    templateInfo,
    insertUpdateTemplate,
    uploadTemplateImages,
    imageForName,
    templateStats,
    templatePasses,
    updatePassesForTemplate,
    deleteTemplate,
  },
  passes: { createPassFromTemplateFields, passInfo, updatePassFields, pushPassUpdates, deletePass },
  schedules: { templateSchedules, scheduleDryRun },
  batches: { batchCreate, batchInfo },
  segments: {
    insertUpdateSegment,
    getSegments,
    deleteSegment,
    segmentPasses,
    bulkUpdate,
    bulkStatus,
    bulkUndo,
  },
  events: { trackPassAccess, checkPassAccess, passTracking, simulate },
  webhooks: { insertUpdateWebhook, getWebhooks, deleteWebhook, webhookDeliveries, resendWebhook },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ApiFunction>>>>;

export const FUNCTIONS: Readonly<Record<string, ApiFunction>> = {
  ...TOPICS.account,
  ...TOPICS.templates,
  ...TOPICS.passes,
  ...TOPICS.schedules,
  ...TOPICS.batches,
  ...TOPICS.segments,
  ...TOPICS.events,
  ...TOPICS.webhooks,
};
