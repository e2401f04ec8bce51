export * from './parts/index.js';
export * as extras from './extras';
export { default as settings } from './settings';
