/** Paths of the REST APIs: vsi's own words in debug lines and errors, which tell nobody's name. */

/** The routes that vsi asks for (api/vb365.md, api/vbr.md). */
const SEGMENTS = `
api automation BackupRepositories backups CopyJobs DataRetrievalSessions Jobs JobSessions LogItems logout logs oauth2
Organizations ProcessedObjects RepositoryOwnerChangeSessions RepositorySynchronizeSessions RestoreSessions Events
serverInfo serverTime ServiceInstance sessions states taskSessions token
`;
/** Parameters that take one of the API's own words, or several. */
const WORD_PARAMETERS = `
jobType orderColumn resultFilter stateFilter status statusFilter type typeFilter
`;
/** Those that take ids, numbers, times, true and false; of another parameter nobody knows what it holds. */
const PLAIN_PARAMETERS = `
createdAfterFilter createdBeforeFilter endTimeLowerBound endedAfterFilter idFilter jobId jobIdFilter limit offset
orderAsc skip
`;

const ID = '[\\da-f]{8}-(?:[\\da-f]{4}-){3}[\\da-f]{12}';
const segment = `(?:${ID}|\\{id\\}|v?\\d+|${oneOf(SEGMENTS)})`;
const plain = `(?:${ID}|true|false|(?:[\\d.:tz+-]|%3a|%2b)+)`;
const parameter = `(?:(?:${oneOf(WORD_PARAMETERS)})=[a-z]*(?:(?:,|%2c)[a-z]+)*|(?:${oneOf(PLAIN_PARAMETERS)})=${plain})`;

/**
 * Source of a pattern, to be used with the flags `iu`, for such a path: with ids and numbers, and with
 * nothing else in it. One that goes on in another way is none.
 */
export const API_PATH = `(?<![\\p{L}\\p{N}_./-])(?:/${segment})+(?:\\?${parameter}(?:&${parameter})*)?(?![\\p{L}\\p{N}_/=&?%~@+{-]|\\.[\\p{L}\\p{N}_])`;

function oneOf(words: string): string {
  return words.trim().split(/\s+/).join('|');
}
