export * from './_enums';
export * from './deposit';
export * from './loan';
export * from './member';
export * from './repair-visit';
export * from './reservation';
export * from './tool';
export * from './tool-category';
