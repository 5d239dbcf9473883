import { expect, test } from '@jest/globals';
import {
  knownNameIn,
  likelyMachineIn,
  nameBeforeReason,
  processedIn,
} from '../../../src/model/processing-line.ts';

test.each([
  ['Processing SRV-01', 'SRV-01'],
  [' processing  Finance Team: Sites \n', 'Finance Team: Sites'],
  ['Processing SRV-01 Error: no space\nleft', 'SRV-01 Error: no space\nleft'],
  ['Processing finished at 22:00', null],
  ['Processing finishedfiles', 'finishedfiles'],
  ['Processing started at 22:00', null],
  ['Processing', null],
  ['Preprocessing SRV-01', null],
  ['Now processing SRV-01', null],
  ['ProcessingSRV-01', null],
])('%j processes %j', (line, processed) => {
  expect(processedIn(line)).toBe(processed);
});

test.each([
  ['SRV-01 Error: no space left', 'SRV-01'],
  ['SRV-01 error : no space left', 'SRV-01'],
  ['SQL Server 2  Warning: VSS\ntimed out', 'SQL Server 2'],
  ['Error-host Failed: no answer', 'Error-host'],
  ['SRV-01 Details: none', 'SRV-01'],
  ['SRV-01 Failed to open the disk', 'SRV-01'],
  ['SRV-01 has failed', null],
  ['SRV-01 Failed', null],
  ['SRV-01 NoError: fine', null],
  ['Error: no machine', null],
])('the name in %j is %j', (processed, name) => {
  expect(nameBeforeReason(processed)).toBe(name);
});

test('of the known names the longest is meant, as a whole', () => {
  const names = ['SQL', 'SQL Server', 'SQL Server 2', 'File', 'SQL S'];
  expect(knownNameIn('SQL Server cannot be reached', names)).toBe('SQL Server');
  expect(knownNameIn('SQL Server cannot be reached', [...names].reverse())).toBe('SQL Server');
  expect(knownNameIn('SQL Server 2', names)).toBe('SQL Server 2');
  expect(knownNameIn('SQLite cannot be reached', names)).toBeNull();
  expect(knownNameIn('The File', names)).toBeNull();
  expect(knownNameIn('anything', [''])).toBeNull();
});

test.each([
  ['srv01 Cannot open the disk', 'srv01'],
  ['srv.example Cannot open the disk', 'srv.example'],
  ['file-server Cannot open the disk', 'file-server'],
  ['file_server  Élan was lost', 'file_server'],
  ['Server Cannot open the disk', null],
  ['srv01 cannot open the disk', null],
  ['srv01 Cannot open', null],
  [' srv01 Cannot open the disk', null],
  ['The srv01 Cannot open the disk', null],
])('the machine in %j is %j', (processed, machine) => {
  expect(likelyMachineIn(processed)).toBe(machine);
});
