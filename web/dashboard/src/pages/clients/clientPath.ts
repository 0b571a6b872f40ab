export const clientPath = (id: string): string => `/clients/${encodeURIComponent(id)}`;
