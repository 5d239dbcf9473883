/** Reasons as VBR words them, one list for each kind of job. */
export const REASONS = {
  vsphere: {
    failed: [
      "Error: Failed to create VM snapshot. CreateSnapshot failed, vmRef 'vm-1042', timeout '1800000', snName 'VEEAM BACKUP TEMPORARY SNAPSHOT'",
      'Error: Unable to allocate processing resources. All backup proxies are offline or outdated',
      'Error: Failed to open VDDK disk [[prod-ds03] srv/srv_1.vmdk] ( is read-only mode - [true] )\r\nFailed to open virtual disk\r\nAgent failed to process method {DataTransfer.SyncDisk}.',
    ],
    warning: [
      'VMware Tools are not running, guest processing was skipped',
      'Production datastore [prod-ds03] is getting low on free space (38 GB left), and may run out of free disk space completely due to open snapshots',
    ],
  },
  sql: {
    failed: [
      "Error: Failed to prepare guest for hot backup. Details: VSSControl: -2147212529 Backup job failed.\r\nCannot create a shadow copy of the volumes containing writer's data.\r\nA VSS critical writer has failed. Writer name: [SqlServerWriter]. Instance ID: [{7e1dc2ad-5b1a-4a8c-8d2b-4a3c53a0b1d2}]. Writer's state: [VSS_WS_FAILED_AT_PREPARE_SNAPSHOT].",
      'Error: Guest script returned \u001b[31m1\u001b[0m: pre-freeze.ps1 : <b>Access denied</b>',
    ],
    warning: [
      "Failed to truncate Microsoft SQL Server transaction logs. Details: Failed to process 'TruncateSQLLog' command. The account has no sysadmin role.",
    ],
  },
  hyperv: {
    failed: [
      "Error: Failed to create VM recovery checkpoint (mode: Hyper-V child partition snapshot) Details: Job failed ('Checkpoint operation for 'branch-fs01' failed.'). Error code: '32768'.",
      'Error: Host hv-branch-02.demo.example is unreachable: The RPC server is unavailable.',
    ],
    warning: ['Retrying snapshot creation attempt (VSS_WS_FAILED_AT_POST_SNAPSHOT)'],
  },
  replica: {
    failed: [
      'Error: Replica VM snapshot is missing: reset the replica or run a full synchronisation',
      'Error: Connection to esx-dr-01.demo.example timed out after 900 seconds',
    ],
    warning: ['Digests for disk Hard disk 2 are being calculated anew'],
  },
  agent: {
    failed: [
      'Error: Failed to connect to WIN-ACC-01: The network path was not found. Win32 error code: 53',
    ],
    warning: ['The computer was restarted during the backup; the session was resumed'],
  },
  nas: {
    failed: ['Error: The network name cannot be found. \\\\files\\projects'],
    warning: [
      'Failed to back up 3 of 184220 files: \\\\files\\projects\\tmp\\~$budget.xlsx is locked by another process',
    ],
  },
  copy: {
    failed: ['Error: WAN accelerator wan-dr-01 is not available: global cache is corrupted'],
    warning: ['Restore point 11/2 of srv-app-02 is not copied yet: source backup file is locked'],
  },
  other: {
    failed: ['Error: The operation was aborted because of a timeout'],
    warning: ['Finished with warnings, check session log for details'],
  },
} as const;
