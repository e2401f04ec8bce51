import { pgEnum } from 'drizzle-orm/pg-core';

export const planEnum = pgEnum('plan', ['free', 'team']);
export const providers = ['openai', 'local'] as const;
export const providerEnum = pgEnum('ProviderKind', providers);
