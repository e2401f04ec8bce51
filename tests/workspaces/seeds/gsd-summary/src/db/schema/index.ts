export * from './cooking';
export * from './recipes';
export * from './relations';
