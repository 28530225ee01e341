import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('plain text has no markup left, and characters in place of their names', () => {
  expect(plainText('<p>a &lt; b &amp;&amp; c</p>\n<pre>x&#39;s &#x41; &unknown;</pre>')).toBe(
    "a < b && c x's A &unknown;",
  );
  expect(plainText('<script>let a = 1 < 2</script>words<style>p {}</style>')).toBe('words');
  expect(plainText('&#xD800;&#1114112;')).toBe('&#xD800;&#1114112;');
});
