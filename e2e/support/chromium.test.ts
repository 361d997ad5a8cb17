import { describe, expect, it } from 'vitest';
import { chromium } from '@playwright/test';
import { chromiumPlaces, findChromium, NoChromiumError } from './chromium';

const linux = (env: Record<string, string> = { PATH: '/usr/local/bin:/usr/bin' }) => ({
  platform: 'linux' as const,
  env,
  home: '/home/ana',
});
const only =
  (...present: string[]) =>
  (file: string) =>
    present.includes(file);

describe('findChromium', () => {
  it('prefers the one named by the environment', () => {
    const env = {
      PATH: '/usr/bin',
      CHROMIUM_PATH: '/opt/mine',
      PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH: '/opt/theirs',
    };
    expect(findChromium(linux(env), only('/opt/mine', '/opt/theirs', '/usr/bin/chromium'))).toBe('/opt/mine');
    expect(findChromium(linux({ ...env, CHROMIUM_PATH: '' }), only('/opt/theirs', '/usr/bin/chromium'))).toBe(
      '/opt/theirs',
    );
  });

  it('fails if the environment names one that does not exist, rather than using another', () => {
    expect(() =>
      findChromium(linux({ PATH: '/usr/bin', CHROMIUM_PATH: '/gone' }), only('/usr/bin/chromium')),
    ).toThrow(new NoChromiumError('CHROMIUM_PATH names /gone, and no program is there.'));
  });

  it('prefers Chromium to Chrome, and the system’s to Playwright’s download', () => {
    const downloaded = chromium.executablePath();
    expect(findChromium(linux(), only('/usr/local/bin/google-chrome', '/usr/bin/chromium', downloaded))).toBe(
      '/usr/bin/chromium',
    );
    expect(findChromium(linux(), only('/usr/local/bin/google-chrome', downloaded))).toBe(
      '/usr/local/bin/google-chrome',
    );
    expect(findChromium(linux(), only(downloaded))).toBe(downloaded);
    expect(findChromium(linux(), only())).toBeUndefined();
  });

  it('knows the usual places on macOS and Windows', () => {
    const mac = chromiumPlaces({ platform: 'darwin', env: {}, home: '/Users/ana' });
    expect(mac).toContain('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome');
    expect(mac).toContain('/Users/ana/Applications/Chromium.app/Contents/MacOS/Chromium');
    const windows = chromiumPlaces({
      platform: 'win32',
      env: { PROGRAMFILES: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\ana\\AppData\\Local' },
      home: '',
    });
    expect(windows).toContain('C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe');
    expect(windows).toContain('C:\\Users\\ana\\AppData\\Local\\Chromium\\Application\\chrome.exe');
  });
});
