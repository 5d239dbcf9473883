/** Put in by the build; not there when the sources run as they are. */
declare const VSI_VERSION: string | undefined;

/** How vsi names itself in the logs of servers and proxies. */
export const USER_AGENT = `vsi/${typeof VSI_VERSION === 'string' ? VSI_VERSION : 'source'}`;
