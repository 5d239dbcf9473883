/** Words that are nobody's name although they are written like one. */

const WORDS = `
a an the this that these those it its i no not none null true false yes ok all any each every some
access account action active activity agent all application archive array authentication authorization azure backup backups
bios block boot bucket building bytes cache calendar cannot certificate change changed channel check checkpoint child class client cloud cluster
code command completed computer configuration connect connected connection contacts control copy correlation count could couldn create created createsnapshot
creating credentials critical data database datastore date days deduplication deleted delta denied details detected detecting device digest digests directory
disconnected disk disks domain drive due dns email encryption entra error errors esxi event exception exchange excluded expired export extent failed failover failure fatal file files
finished folder forbidden found free full gateway global group groups guest hard health host hosts hotadd hresult http https hv hyper-v hyper id incremental index infrastructure initializing insight instance
internal invalid invoke item items iscsi job jobs kb key kerberos last level library license licence linux list load local locked log login logon logs ldap mac machine machines mailbox mailboxes manager mapi maintenance max media memory
message method metadata microsoft min minutes missing mode modern mount move name network new nfs nas next nothing ntlm null number object objects of office offline onedrive onenote on online only open operating operation oracle organization original
os outlook overview owner parent partial password path pause percent permission personal plan planner policy pool port postgresql powershell primary process processed processing production protection protocol proxy public queue quota
rate raw read ready reason recovery refs remote removed removing replica replication repository request requests required resource resources restore resource result retention retry retrying role root rpc rule sap san scale-out scan
scheduled script search second seconds security select server servers service services session sessions sharepoint share shadow site sites size skipped smb snapshot snapshots source sql sqlserverwriter ssh ssl stage started starting state status stop stopped storage
success successfully succeeded summary support switch synchronisation synchronization synthetic system tape target task tasks team teams template temporary tenant test throttled throttling time timeout timed tls token tools total transaction transferred transport truncate
type unable unauthorized unavailable unexpected unknown unsupported update upload used user users using value vbo vbr vddk veeam version virtual vm vms vmfs vmware vmware's volume volumes vss vsscontrol vcenter vsphere vpower waiting wan warning warnings was web windows with workload workstation write writer xfs xml
bottleneck busy monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december am pm utc gmt cet
application-aware read-only m365 vb365 s3 sobr ip ipv4 ipv6 tcp udp cpu ram hdd ssd sla rpo rto cbt dr dc ad api rest url uri guid uuid sid acl mb gb tb pb kb mib gib tib
too many few more most less other same such datatransfer.syncdisk vmref snname
sorry please digests found instead another additional number certain several both either neither further there here then however although because since until after before when where while which who what how why if so we you your they their but and or nor
ca csv html json ndjson pem tsv yaml
eacces econnrefused econnreset edquot ehostunreach enetunreach enoent enospc enotdir enotfound eperm epipe erofs etimedout
get post normal stable idle running queued working postprocessing fixed bad good mail graph ews aadsts
`;

const VOCABULARY: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter((word) => word !== ''));

/** Whether every word of a text is one of backup software's own. */
export function isKnownWord(text: string): boolean {
  return text
    .toLowerCase()
    .split(/[\s/]+/)
    .every((word) => VOCABULARY.has(word.replace(/(?:'s|’s)$/, '')) || VOCABULARY.has(word));
}

/** Error codes, sizes and versions: letters and digits that are no name. */
const CODE =
  /^(?:win(?:32|64)|aadsts\d+|0x[\da-f]+|x(?:86|64)|v\d+(?:\.\d+)*|\d+\.\d+-rev\d+|\d+(?:[.,]\d+)*(?:st|nd|rd|th|[kmgtp]?i?b|ms|s|h|m|d|x)|[a-z]|vss_[a-z_]+|e_[a-z_]+|[a-z]+_e_[a-z_]+)$/i;

/** Behind these words stands a name, even in lower case. */
const BEFORE_NAME =
  /\b(?:processing|mailbox|user|machine|computer|share|datastore|site|team|onedrive)\s+$/i;
const BEGINS_SENTENCE = /(?:^|[.!?]\s+|[\r\n]\s*|\(\s*)$/;
const LOWER_WORD = /^\p{Ll}[\p{Ll}’'-]*$/u;
/** What a sentence may begin with: a verb or a noun that is told by its ending. */
const BEGINNING = /^\p{Lu}\p{Ll}+(?:ing|ed|tion|sion|ment|ble|ity)$/u;
/** What may follow such a word without being a name. */
const SMALL_WORDS =
  /^(?:is|was|were|are|has|have|had|of|for|to|from|in|on|at|and|or|not|with|by|could|cannot|can|will|failed|finished|started|data|items|list|named|does|did|be|been|it|as|the|a|an|if|while|when|after|before|because|due|process|processing|was|access|profile|account|folder|object|objects|mailbox|mailboxes|collection|quota|size|settings|level|name|named|id)$/;

/**
 * Whether a word of a text may stay: a word of the language or of backup software, no name.
 *
 * @param before what stands in front of it
 */
export function isPlainToken(token: string, before: () => string): boolean {
  if (isKnownWord(token) || CODE.test(token) || /^[\d_.$-]+$/.test(token)) return true;
  const word = token.split(/[-–]/).every((part) => part === '' || isKnownWord(part));
  if (word) return true;
  if (LOWER_WORD.test(token)) return SMALL_WORDS.test(token) || !BEFORE_NAME.test(before());
  return BEGINNING.test(token) && BEGINS_SENTENCE.test(before());
}
