import { describe, expect, test } from '@jest/globals';
import { loginProtocol } from '../../../../src/servers/vb365/login-protocol.ts';
import { VB365_VERSIONS } from '../../../../src/servers/vb365/versions.ts';

describe('the token route', () => {
  test.each(VB365_VERSIONS.map((version) => [version.name, version] as const))(
    'of %s',
    (name, version) => {
      const protocol = loginProtocol(version, 'backup');
      const isNew = name === 'v7' || name === 'v8';
      const flag = isNew ? { disable_antiforgery_token: 'true' } : {};
      expect(protocol.tokenPath).toBe(`/${name}/token`);
      expect(protocol.logoutPath).toBe(isNew ? `/${name}/token/logout` : null);
      expect(protocol.passwordForm('EXAMPLE\\me', 'p&ß=')).toEqual({
        grant_type: 'password',
        username: 'EXAMPLE\\me',
        password: 'p&ß=',
        ...flag,
      });
      expect(protocol.refreshForm('r')).toEqual({
        grant_type: 'refresh_token',
        refresh_token: 'r',
        ...flag,
      });
      expect(protocol.refusedStatuses).toContain(400);
    },
  );
});
