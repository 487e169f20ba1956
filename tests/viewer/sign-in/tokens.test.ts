import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ava from 'ava';
import type { ExecutionContext } from 'ava';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromiumPath, startChromium, type Browser } from '../../chromium.ts';
import { testNeeding } from '../../needs.ts';
import { startProduct, type Product } from '../../product.ts';
import { DESKTOP, PHONE, accessibilityProblems } from '../browser.ts';

const test = testNeeding('Chromium', chromiumPath, 'serial');

let product: Product;
let browser: Browser;
let token = '';

if (chromiumPath !== null) {
  ava.before(async () => {
    [product, browser] = await Promise.all([startProduct(), startChromium({ webgl: false })]);
    token = (await readFile(join(product.data, 'admin-token'), 'utf8')).trim();
    await product.run(
      'token',
      'add',
      'A name that goes on for longer than any line of a telephone does, as names of programs may',
    );
    await product.run('token', 'add', 'reader 1.2', '--software');
    await product.run('token', 'add', 'Former');
    await product.run('token', 'revoke', 'Former');
  });
  ava.after.always(async () => {
    await browser?.[Symbol.asyncDispose]();
    await product?.[Symbol.asyncDispose]();
  });
}

/** The page of tokens, to which the administrator has come by signing in. */
async function open(
  t: ExecutionContext,
  options: BrowserContextOptions = DESKTOP,
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.context({ locale: 'en', ...options });
  t.teardown(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${product.url}/tokens`);
  await page.locator('input[name=token]').fill(token);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${product.url}/tokens`);
  return { page, complaints };
}

/** Whether something is wider than the window. */
const overflows = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

test('a token is made, copied and revoked by keyboard alone', async (t) => {
  const { page, complaints } = await open(t);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  t.deepEqual(await accessibilityProblems(page), []);

  await page.keyboard.press('Tab');
  await page.keyboard.type('Kay');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Token', { exact: true });
  await field.waitFor();
  t.is(await page.evaluate('document.activeElement.id'), 'token');
  t.deepEqual(await accessibilityProblems(page), []);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByText('Copied').waitFor();
  t.is(await page.evaluate('navigator.clipboard.readText()'), await field.inputValue());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${product.url}/tokens`);

  const row = page.getByRole('listitem').filter({ hasText: 'Kay' });
  t.regex(await row.innerText(), /Editor · since .* · never used/);
  const [ask, confirm] = [row.locator('summary'), row.getByRole('button', { name: 'Revoke the token of Kay' })];
  t.false(await confirm.isVisible());
  await ask.focus();
  await page.keyboard.press('Enter');
  t.regex(await row.innerText(), /ends at once/);
  t.deepEqual(await accessibilityProblems(page), []);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'The token of Kay is revoked.' }).waitFor();
  t.deepEqual(await accessibilityProblems(page), []);
  t.deepEqual(complaints, []);
  await page.context().close();
});

test('a telephone shows all of the page in its width, and what is pressed is large enough', async (t) => {
  const { page, complaints } = await open(t, { ...PHONE, colorScheme: 'dark' });
  t.false(await overflows(page));
  await page.getByText('Revoked tokens').tap();
  await page.getByLabel('Revoke the token of reader 1.2').tap();
  t.false(await overflows(page));
  const heights: number[] = await page.evaluate(
    `[...document.querySelectorAll('summary, button, .option')].map((element) => element.getBoundingClientRect().height)`,
  );
  t.true(heights.length > 0);
  t.deepEqual(
    heights.filter((height) => height > 0 && height < 40),
    [],
  );
  t.deepEqual(await accessibilityProblems(page), []);
  await page.locator('input[name=name]').fill('By telephone');
  await page.getByRole('button', { name: 'Make the token' }).tap();
  await page.getByRole('button', { name: 'Copy' }).waitFor();
  t.false(await overflows(page));
  t.deepEqual(await accessibilityProblems(page), []);
  t.deepEqual(complaints, []);
  await page.context().close();
});

test('it works without scripts', async (t) => {
  const { page } = await open(t, { ...DESKTOP, javaScriptEnabled: false });
  await page.locator('input[name=name]').fill('Scriptless');
  await page.getByText('Annotator', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Make the token' }).click();
  t.regex(await page.getByLabel('Token', { exact: true }).inputValue(), /^vitrine_/);
  t.false(await page.getByRole('button', { name: 'Copy' }).isVisible());
  await page.getByRole('link', { name: 'Back to all tokens' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Scriptless' });
  await row.locator('summary').click();
  await row.getByRole('button').click();
  await page.getByText('The token of Scriptless is revoked.').waitFor();
  t.pass();
  await page.context().close();
});
